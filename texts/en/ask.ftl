# Questions to recorders over the network.

recorder-system-zoneminder = ZoneMinder
recorder-system-onvif = ONVIF Recording Search (checked against the schema, not yet against a device)
recorder-system-axis = Axis VAPIX (checked against the documentation, not yet against a device)
ask-no-digest = The recorder does not offer sign-in by digest, and otherwise the password could be read on the way. Turn on digest in the recorder.
ask-no-search = The recorder has no service for searching recordings (ONVIF Profile G).
ask-no-answer = The recorder does not answer.
ask-wrong-password = The recorder refuses the user or the password.
ask-interface-off = The account may not use the recorder’s programming interface. Turn it on (APIEnabled) in the recorder.
ask-status = The recorder answers with status { $status }.
ask-redirect = The recorder sends the question on to another address, and it does not go there. Enter the right address.
ask-too-large = The answer is larger than 5 MB.
ask-unreadable = The answer cannot be understood. Look at the address and at the version of the recorder.
ask-address-form = Write the address as https://HOST/PATH, with nothing after the path
ask-address-secret = User and password do not belong in the address
ask-address-unknown = There is no host of that name
ask-address-loopback = { $ip } is this machine itself. It is asked only when Objektiv is started for tests and demonstrations.
ask-address-internal = { $ip } is for the parts of a network among themselves and cannot be a recorder
ask-goes-on = The recorder has been asked. You can leave the page: its answer stands here when it has come.
ask-heard = { $count ->
    [0] It has not answered yet.
    [one] One answer has come, and more are expected.
   *[other] { $count } answers have come, and more are expected.
  }
ask-told-nothing = The recorder could not tell everything. See the latest check.
ask-locked = The password of the recorder cannot be unlocked: the key file is another than when it was saved. Save the password again.
ask-patience = The recorder did not tell everything in time. The question was ended after four minutes.
