# Pages that every noun has.

register-twice = This is registered already with exactly the same facts.
register-name-taken = The name is taken. Choose another.
unit-hours = hours
unit-degrees = degrees
unit-metres = metres
