"""Commands of the reports to the provincial system: report, ask, try again, compare a day."""
