' A request to Python and its answer, each a small file in the folder "requests".
' Python's side is scorecard_xl/addin/requests.py.
Option Explicit

Private Const LONGEST_WAIT As Long = 120 ' seconds, unless the settings say otherwise

' Writes the request of an action for the active workbook; returns its path without the ending.
Public Function WriteRequest(ByVal action As String, ByVal token As String) As String
    Dim path As String, number As Integer
    path = InHome("requests/" & UniqueName())
    number = FreeFile
    Open path & ".part" For Output As #number
    PrintField number, "action", action
    PrintField number, "program", IIf(IsCalc(), "Calc", "Excel")
    PrintField number, "book", ActiveWorkbook.Name
    PrintField number, "path", BookPath()
    PrintField number, "hwnd", WindowHandle()
    PrintField number, "style", Chosen("style")
    PrintField number, "period", Chosen("period")
    PrintField number, "sheet", ActiveSheet.Name
    PrintField number, "cell", CellAddress()
    PrintField number, "token", token
    Close #number
    Name path & ".part" As path & ".request" ' the helper takes whole requests only
    WriteRequest = path
End Function

Private Sub PrintField(ByVal number As Integer, ByVal key As String, ByVal value As String)
    Print #number, key & "=" & Escaped(value)
End Sub

' The lines of the answer, "" when none came in time. Both files are gone afterwards.
Public Function AnswerTo(ByVal path As String, ByVal seconds As Long) As String
    Dim giveUp As Date
    StopAtEsc
    giveUp = DateAdd("s", seconds, Now)
    Do While Not FileExists(path & ".answer") And Now <= giveUp
        DoEvents ' meanwhile the program does what Python asks of it
    Loop
    AnswerTo = FileText(path & ".answer")
    RemoveFile path & ".answer"
    RemoveFile path & ".request" ' so that no helper acts on it later
End Function

' With this, Esc ends the waiting as an error does, which is told in a sentence; else Excel offers to debug.
Private Sub StopAtEsc()
    Const AS_AN_ERROR As Long = 2
    On Error GoTo Unknown
    If Not IsCalc() Then Application.EnableCancelKey = AS_AN_ERROR
Unknown:
End Sub

Public Function SecondsToWait() As Long
    SecondsToWait = Val(Setting("wait"))
    If SecondsToWait <= 0 Then SecondsToWait = LONGEST_WAIT
End Function

' Where the active workbook is saved (a web address for one on OneDrive); "" before it ever was.
Public Function BookPath() As String
    If ActiveWorkbook.Path = "" Then Exit Function
    BookPath = ActiveWorkbook.FullName
    ' Calc leaves out the folder.
    If BookPath = ActiveWorkbook.Name Then BookPath = ActiveWorkbook.Path & Separator() & BookPath
End Function

Private Function UniqueName() As String
    Randomize
    UniqueName = CLng(Int(Now)) & "-" & CLng(Int(Timer * 100)) & "-" & CLng(Int(Rnd * 1000000000))
End Function

' Which of several Excels this is; Calc and Excel for Mac have no such number.
Private Function WindowHandle() As String
    Dim program As Object ' so that the name is looked up when it runs
    On Error GoTo None
    Set program = Application
    If Not IsCalc() Then WindowHandle = CStr(program.Hwnd)
None:
End Function

' As in B5; "" on a sheet that is a chart.
Private Function CellAddress() As String
    On Error GoTo None
    CellAddress = Replace(ActiveCell.Address, "$", "")
None:
End Function
