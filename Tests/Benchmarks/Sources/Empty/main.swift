import Foundation

// Foundation is not only linked but used, as any program on it would.
let line = readLine() ?? ""
let data = Data(line.utf8)
FileHandle.standardOutput.write(Data("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"size\":\(data.count)}}\n".utf8))
