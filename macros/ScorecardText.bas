' How texts travel between a workbook and Python: printable ASCII, everything else as \uXXXX.
' So neither side has to know the other's encoding, and a file can be read with Line Input.
Option Explicit

Public Function Escaped(ByVal text As String) As String
    Dim at As Long, code As Long, result As String
    For at = 1 To Len(text)
        code = AscW(Mid(text, at, 1)) And 65535 ' AscW counts half of all characters below zero
        If code < 32 Or code > 126 Or code = 92 Then
            result = result & "\u" & Right("000" & Hex(code), 4)
        Else
            result = result & Mid(text, at, 1)
        End If
    Next at
    Escaped = result
End Function

Public Function Unescaped(ByVal text As String) As String
    Dim at As Long, code As Long, result As String
    at = 1
    Do While at <= Len(text)
        code = -1
        If Mid(text, at, 2) = "\u" Then code = FromHex(Mid(text, at + 2, 4))
        If code >= 0 Then
            result = result & ChrW(code)
            at = at + 6
        Else
            result = result & Mid(text, at, 1)
            at = at + 1
        End If
    Loop
    Unescaped = result
End Function

' The number of four digits; -1 where they are none. CLng("&HFFFF") would be -1 as well.
Private Function FromHex(ByVal digits As String) As Long
    Dim at As Long, digit As Long, result As Long
    FromHex = -1
    If Len(digits) <> 4 Then Exit Function
    For at = 1 To 4
        digit = InStr("0123456789ABCDEF", UCase(Mid(digits, at, 1))) - 1
        If digit < 0 Then Exit Function
        result = result * 16 + digit
    Next at
    FromHex = result
End Function

' The value behind key= in lines of key=value, "" where there is none.
Public Function Field(ByVal lines As String, ByVal key As String) As String
    Dim one As Variant
    For Each one In Split(lines, vbLf)
        If Left(one, Len(key) + 1) = key & "=" Then
            Field = Unescaped(Mid(one, Len(key) + 2))
            Exit Function
        End If
    Next one
End Function

' CRC-32 of an ASCII text in eight digits, as zlib.crc32 has it: Python finds a file by the same name.
Public Function Checksum(ByVal text As String) As String
    Dim at As Long, bit As Long, crc As Long, odd As Long
    crc = -1
    For at = 1 To Len(text)
        crc = crc Xor Asc(Mid(text, at, 1))
        For bit = 1 To 8
            odd = crc And 1
            crc = ((crc And -2) \ 2) And 2147483647
            If odd = 1 Then crc = crc Xor -306674912 ' &HEDB88320, which not every Basic reads alike
        Next bit
    Next at
    Checksum = LCase(Right("0000000" & Hex(Not crc), 8))
End Function
