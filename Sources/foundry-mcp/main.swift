import Foundation
import FoundrySystem

// A client that closes its end must not kill the program before it has finished.
signal(SIGPIPE, SIG_IGN)
exit(Program.run(Array(CommandLine.arguments.dropFirst())))
