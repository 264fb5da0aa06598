# V41, after a person was taken away: why a new file key is a good idea.
newkey-why = An old copy of their key would still open copies of this file. With a new key it opens no new ones.
# Short button of that line; its whole name is "Change the key of the file".
newkey-act = Change the key
