' The drop-down lists Period and Style: what Python found in the workbook, and what the officer chose.
Option Explicit

Private bookOfChoice As String ' what was chosen for one workbook says nothing about the next
Private periodChosen As String
Private styleChosen As String

' The labels of a list: the usual choice, what the workbook offers, and the wish to look again.
Public Function Choices(ByVal kind As String) As Variant
    Dim one As Variant, labels As String
    labels = IIf(kind = "period", "Latest period", "As in Settings")
    For Each one In Split(FileText(ListsFile()), vbLf)
        If Left(one, Len(kind) + 1) = kind & "=" Then
            labels = labels & vbLf & Unescaped(Mid(one, Len(kind) + 2))
        End If
    Next one
    Choices = Split(labels & vbLf & "Look again", vbLf)
End Function

' The period or style chosen for the active workbook; "" for the usual one.
Public Function Chosen(ByVal kind As String) As String
    If bookOfChoice = BookKey() Then Chosen = IIf(kind = "period", periodChosen, styleChosen)
End Function

Public Function ChosenIndex(ByVal kind As String) As Long
    Dim labels As Variant, at As Long
    labels = Choices(kind)
    For at = 1 To UBound(labels) - 1
        If labels(at) = Chosen(kind) Then ChosenIndex = at
    Next at
End Function

' Notes a choice; True where the officer wants Python to look again instead.
Public Function NoteChoice(ByVal kind As String, ByVal index As Long) As Boolean
    Dim labels As Variant, label As String
    labels = Choices(kind)
    NoteChoice = index >= UBound(labels)
    If NoteChoice Then Exit Function
    If bookOfChoice <> BookKey() Then
        periodChosen = ""
        styleChosen = ""
        bookOfChoice = BookKey()
    End If
    If index > 0 Then label = labels(index)
    If kind = "period" Then periodChosen = label Else styleChosen = label
End Function

' The workbook as both sides name its lists: by its path, before it was saved by its name.
Private Function BookKey() As String
    On Error GoTo None
    BookKey = BookPath()
    If BookKey = "" Then BookKey = ActiveWorkbook.Name
None:
End Function

Private Function ListsFile() As String
    ListsFile = InHome("lists/" & Checksum(Escaped(BookKey())) & ".txt")
End Function
