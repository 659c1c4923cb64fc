import FoundryFoundation
import FoundrySystem

// A reader that closes its end of a pipe must not end the program before it has finished.
signal(SIGPIPE, SIG_IGN)
Heaps.share()
exit(Program.run(Array(CommandLine.arguments.dropFirst())))
