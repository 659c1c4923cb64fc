/// A call that this program refuses, though the API might take it.
struct Refusal: Error {
    let message: String
}
