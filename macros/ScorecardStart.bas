' Starts Python for one request, where no helper is waiting for it.
Option Explicit

' Why Python can't be started, as a sentence; "" where it can.
Public Function StartTrouble() As String
    Dim python As String
    python = Setting("python")
    If python = "" Or Not FileExists(InHome("requests")) Then
        StartTrouble = "The Scorecard add-in is not installed for this account: " & _
            "run ""scorecard-xl addin install"" once, or ask IT to."
    ElseIf Not FileExists(python) Then
        StartTrouble = "Python is no longer where it was when the add-in was installed (" & python & "): " & _
            "run ""scorecard-xl addin install"" again, or ask IT to."
    End If
End Function

' Starts Python and returns how many seconds its answer may take from now on.
Public Function StartPython(ByVal path As String) As Long
    Dim toRun As String
    ' -P: nothing that happens to lie in the folder of the workbook is taken for a part of Python.
    toRun = Quoted(Setting("python")) & " -P -m scorecard_xl.addin run " & Quoted(path & ".request")
    If IsWindows() And Not IsCalc() Then
        If RunHidden(toRun) Then
            StartPython = 2 ' it has ended, so its answer is there or will never be
            Exit Function
        End If
    End If
    Shell toRun, 0
    StartPython = SecondsToWait()
End Function

Private Function Quoted(ByVal text As String) As String
    Quoted = """" & text & """"
End Function
