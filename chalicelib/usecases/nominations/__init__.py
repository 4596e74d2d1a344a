"""A department nominates agencies by a table (policy 二(四)3): upload, check, preview, accept, apply, undo.

What lies where: the uploaded file stays as it is in the private bucket of exchanged tables until the import
is applied or dropped, and is deleted then; the bucket forgets whatever is left after seven days. The staged
pages hold the public part of each line only. Names and phones of persons go from the file straight into the
vault, agency by agency, in the transaction that writes the agency's draft.
"""
