' What customUI14.xml names: each of these only hands over to ScorecardActions or ScorecardLists.
Option Explicit

Private ribbon As IRibbonUI

Public Sub RibbonLoaded(ui As IRibbonUI)
    Set ribbon = ui
End Sub

' Has Excel ask for the lists again. After an error in somebody's macros the ribbon may be lost: then they stay.
Public Sub RefreshRibbon()
    If Not ribbon Is Nothing Then ribbon.Invalidate
End Sub

' The starter workbook has this tab too: it steps back where the add-in is there.
Public Sub TabVisible(control As IRibbonControl, ByRef visible As Variant)
    visible = True
    On Error GoTo NoAddIn
    If Not ThisWorkbook.IsAddin Then visible = Workbooks("scorecard_xl.xlam") Is Nothing
NoAddIn:
End Sub

Public Sub BuildPressed(control As IRibbonControl)
    BuildScorecard
End Sub

Public Sub CheckPressed(control As IRibbonControl)
    CheckWorkbook
End Sub

Public Sub ExplainPressed(control As IRibbonControl)
    ExplainCell
End Sub

Public Sub SharePressed(control As IRibbonControl)
    ShareCopy
End Sub

Public Sub HelpPressed(control As IRibbonControl)
    ShowHelp
End Sub

' The lists have "period" or "style" as their tag.
Public Sub ListCount(control As IRibbonControl, ByRef count As Variant)
    On Error GoTo Failed
    count = UBound(Choices(control.Tag)) + 1
    Exit Sub
Failed:
    count = 0
End Sub

Public Sub ListLabel(control As IRibbonControl, index As Integer, ByRef label As Variant)
    Dim labels As Variant
    On Error GoTo Failed
    labels = Choices(control.Tag)
    label = labels(index)
    Exit Sub
Failed:
    label = ""
End Sub

Public Sub ListIndex(control As IRibbonControl, ByRef index As Variant)
    On Error GoTo Failed
    index = ChosenIndex(control.Tag)
    Exit Sub
Failed:
    index = 0
End Sub

Public Sub ListChanged(control As IRibbonControl, id As String, index As Integer)
    On Error GoTo Failed
    If NoteChoice(control.Tag, index) Then ReadLists
    RefreshRibbon
Failed:
End Sub
