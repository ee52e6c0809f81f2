"""Requests made up from the OpenAPI document, and answers held against it.

`python -m tests.fuzzing` asks each operation of each API many times; `test_openapi_document.py` does a little of it in every run.
"""
