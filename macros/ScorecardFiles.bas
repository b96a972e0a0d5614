' Where the add-in keeps its files, and what stands in them. Python's side is scorecard_xl/addin/home.py.
Option Explicit

Private Const HELPER_SECONDS As Long = 5 ' the helper renews its file every second or so

Public Function HomeFolder() As String
    Dim home As String
    HomeFolder = Environ("SCORECARD_XL_HOME")
    If HomeFolder <> "" Then Exit Function
    If IsWindows() Then
        HomeFolder = Environ("LOCALAPPDATA") & "\scorecard_xl"
        Exit Function
    End If
    home = Environ("HOME")
    If InStr(home, "/Library/Containers/") > 0 Then ' what Excel for Mac is told is a folder of its own
        home = Left(home, InStr(home, "/Library/Containers/") - 1)
    End If
    If FileExists(home & "/Library/Application Support") Then
        HomeFolder = home & "/Library/Application Support/scorecard_xl"
    ElseIf Environ("XDG_DATA_HOME") <> "" Then
        HomeFolder = Environ("XDG_DATA_HOME") & "/scorecard_xl"
    Else
        HomeFolder = home & "/.local/share/scorecard_xl"
    End If
End Function

' The path of something in the home folder; `name` has "/" between folders.
Public Function InHome(ByVal name As String) As String
    InHome = HomeFolder() & Separator() & Replace(name, "/", Separator())
End Function

Public Function Separator() As String
    Separator = IIf(IsWindows(), "\", "/")
End Function

Public Function IsWindows() As Boolean
    IsWindows = Environ("LOCALAPPDATA") <> ""
End Function

' Excel since 2007 calls itself version 12 or later; Calc, which answers as Excel, does not.
Public Function IsCalc() As Boolean
    IsCalc = Val(Application.Version) < 12
End Function

Public Function Setting(ByVal key As String) As String
    Setting = Field(FileText(InHome("settings.txt")), key)
End Function

' Whether there is such a file or folder; an unreachable disk has none.
Public Function FileExists(ByVal path As String) As Boolean
    On Error GoTo Unreachable
    FileExists = Dir(path, vbDirectory) <> ""
Unreachable:
End Function

' The lines of a file with vbLf between them; "" where there is none or another program holds it.
Public Function FileText(ByVal path As String) As String
    Dim number As Integer, oneLine As String, result As String
    On Error GoTo Unreadable
    If Not FileExists(path) Then Exit Function
    number = FreeFile
    Open path For Input As #number
    Do While Not EOF(number)
        Line Input #number, oneLine
        result = result & oneLine & vbLf
    Loop
    Close #number
    FileText = Replace(result, vbCr, "") ' where lines end with vbLf alone, Excel has read all as one
    Exit Function
Unreadable:
    Close #number
End Function

Public Sub RemoveFile(ByVal path As String)
    On Error GoTo Gone
    If FileExists(path) Then Kill path
Gone:
End Sub

' The token of the helper that is waiting for requests; "" where none is.
' Its file's time is looked at, not the beat in it: VBA knows local time alone, and files' times are local too.
Public Function HelperToken() As String
    Dim path As String
    On Error GoTo NoHelper
    path = InHome("helper.txt")
    If Not FileExists(path) Then Exit Function
    If Abs(DateDiff("s", CDate(FileDateTime(path)), Now)) > HELPER_SECONDS Then Exit Function
    HelperToken = Field(FileText(path), "token")
NoHelper:
End Function
