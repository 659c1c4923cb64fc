/// A call that this program refuses, though the API might take it.
struct PolicyError: Error {
    let message: String
}
