"""Reports that a plan asks for: forms of its measures, what is written in them, and what comes together of them.

In: a connection, plans, forms. Out: rows of `report_plans`, `reports` and `report_versions`. A form exists from the day that reports are
asked for; it keeps its id when its measure is read again, moves to the version that stands, and stays when its measure is gone.
"""
