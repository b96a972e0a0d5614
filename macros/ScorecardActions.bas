' What the buttons do. In Calc, or without the ribbon, these are the macros to run.
Option Explicit

Private Const TITLE As String = "Scorecard"

Private isBusy As Boolean
Private toldLast As String

Public Sub BuildScorecard()
    On Error GoTo Failed
    Perform "build"
    Exit Sub
Failed:
    TellFailure
End Sub

Public Sub CheckWorkbook()
    On Error GoTo Failed
    Perform "check"
    Exit Sub
Failed:
    TellFailure
End Sub

Public Sub ExplainCell()
    On Error GoTo Failed
    Perform "explain"
    Exit Sub
Failed:
    TellFailure
End Sub

Public Sub ShareCopy()
    On Error GoTo Failed
    Perform "share"
    Exit Sub
Failed:
    TellFailure
End Sub

Public Sub ReadLists()
    On Error GoTo Failed
    Perform "lists"
    Exit Sub
Failed:
    TellFailure
End Sub

Public Sub ShowHelp()
    On Error GoTo Failed
    Perform "help"
    Exit Sub
Failed:
    TellFailure
End Sub

' What was told last, for those who can't see a message box.
Public Function LastMessage() As String
    LastMessage = toldLast
End Function

Private Sub Perform(ByVal action As String)
    Dim trouble As String, token As String, path As String, seconds As Long
    toldLast = ""
    trouble = WhyNotNow()
    If trouble = "" Then
        token = HelperToken()
        If token = "" Then trouble = StartTrouble()
    End If
    If trouble <> "" Then
        Tell trouble, vbExclamation, TITLE
        Exit Sub
    End If
    isBusy = True
    path = WriteRequest(action, token)
    If token = "" Then seconds = StartPython(path) Else seconds = SecondsToWait()
    ShowAnswer AnswerTo(path, seconds), seconds
    isBusy = False
    RefreshRibbon
End Sub

' Why nothing can be done at this moment, as a sentence; "" where it can.
Private Function WhyNotNow() As String
    If isBusy Then
        WhyNotNow = "The Scorecard add-in is still busy with the button pressed before: wait for its message."
    ElseIf Not HasWorkbook() Then
        WhyNotNow = "No workbook is open for editing: open one first; where a yellow bar says " & _
            """Protected View"", press Enable Editing."
    ElseIf Not IsReady() Then
        WhyNotNow = "A cell is being typed into: finish it with Enter or leave it with Esc, then try again."
    End If
End Function

' Calc takes the add-in itself for the workbook in front where no other is open.
Private Function HasWorkbook() As Boolean
    On Error GoTo None
    HasWorkbook = LCase(Right(ActiveWorkbook.Name, 5)) <> ".xlam"
None:
End Function

' Calc does not know the question; there a macro can't start while a cell is being typed into.
Private Function IsReady() As Boolean
    IsReady = True
    On Error GoTo Unknown
    If Not IsCalc() Then IsReady = Application.Ready
Unknown:
End Function

Private Sub ShowAnswer(ByVal answer As String, ByVal seconds As Long)
    Dim message As String, heading As String, isGood As Boolean
    If answer = "" Then
        Tell "No answer came from Python (waited " & seconds & " s). Try once more; if it stays so, run " & _
            """scorecard-xl addin status"" and send what it says to whoever looks after the add-in.", _
            vbExclamation, TITLE
        Exit Sub
    End If
    isGood = Left(answer, 2) = "ok"
    If Field(answer, "select") <> "" Then SelectSheet Field(answer, "select")
    message = Field(answer, "message")
    heading = Field(answer, "title")
    If heading = "" Then heading = TITLE
    If message <> "" Then Tell message, IIf(isGood, vbInformation, vbExclamation), heading
End Sub

' A sheet that the officer has hidden meanwhile is no reason for another message.
Private Sub SelectSheet(ByVal sheetName As String)
    On Error GoTo Hidden
    ActiveWorkbook.Sheets(sheetName).Activate
Hidden:
End Sub

Private Sub TellFailure()
    Const INTERRUPTED As Long = 18
    isBusy = False
    If Err.Number = INTERRUPTED Then
        Tell "Stopped waiting, because Esc was pressed. What Python has begun may still be finished.", _
            vbInformation, TITLE
        Exit Sub
    End If
    Tell "The Scorecard add-in could not finish (" & Err.Description & "). Save the workbook and try again; " & _
        "if it happens again, send this sentence to whoever looks after the add-in.", vbExclamation, TITLE
End Sub

Private Sub Tell(ByVal text As String, ByVal icon As Long, ByVal heading As String)
    toldLast = text
    If IsWindows() And Not IsCalc() And InStr(Escaped(text), "\u") > 0 Then
        If Popup(text, heading, icon) Then Exit Sub
    End If
    MsgBox text, icon, heading
End Sub
