' What only Windows can do. Nothing here is called elsewhere.
Option Explicit

' Runs a program without a window and waits for its end; False where the office forbids this way.
Public Function RunHidden(ByVal toRun As String) As Boolean
    On Error GoTo Forbidden
    CreateObject("WScript.Shell").Run toRun, 0, True
    RunHidden = True
Forbidden:
End Function

' Shows any character: MsgBox has only those of the Windows code page, so that a Welsh name would lose letters.
Public Function Popup(ByVal text As String, ByVal title As String, ByVal icon As Long) As Boolean
    On Error GoTo Forbidden
    CreateObject("WScript.Shell").Popup text, 0, title, icon
    Popup = True
Forbidden:
End Function
