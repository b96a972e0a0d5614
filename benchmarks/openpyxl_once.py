"""Loads a workbook with openpyxl and saves it, once; without arguments it only loads openpyxl.

python benchmarks/openpyxl_once.py WORKBOOK
"""

import sys

import openpyxl

if __name__ == "__main__" and len(sys.argv) > 1:
    openpyxl.load_workbook(sys.argv[1], keep_vba=sys.argv[1].endswith(".xlsm")).save(sys.argv[1])
