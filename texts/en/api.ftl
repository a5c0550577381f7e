# What the API answers when it cannot answer the question.

api-400 = What was sent cannot be read.
api-401 = Send an API key in the field Authorization: Bearer objektiv_…
api-key-unknown = The key cannot be used. An administrator can make a new one under Administration, API keys.
api-key-scope = The key is not for this. It has to be allowed to read: { $scope }
api-404 = There is no such thing, or it is not open to the key.
api-405 = The address does not take that method.
api-413 = What was sent is too large.
api-429 = Too many keys that cannot be used. Wait a minute.
api-500 = Something went wrong on our side. Try again in a while.
api-504 = The answer took too long. Try again in a while.
api-query = The query in the address cannot be read: { $given }
api-parameter-unknown = There is no parameter { $name } here. There are: { $valid }
api-parameter-none = The address takes no parameters, and not { $name }.
api-parameter-twice = The parameter { $given } is given twice.
api-text-long = The text is too long. At most { $longest } characters.
api-day = “{ $given }” is not a day. Write it as 2025-03-31.
api-choice = “{ $given }” cannot be chosen. Choose among: { $valid }
api-number = “{ $given }” is not a whole number from { $from } to { $to }.
api-cursor = The place in the list cannot be read. Follow the link in next, or begin again without after.
api-day-needed = known_then asks what the register knew then. Say which day with as_of.
api-not-known-then = The register did not know of the site on that day.
api-not-signed = The log has no signed checkpoint yet.
