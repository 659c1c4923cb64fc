// The part of Foundation that this package uses, under one name. On Linux that is FoundationEssentials: the whole of
// Foundation takes three times as long to load, which is most of the time in which the program starts.
#if canImport(FoundationEssentials)
    @_exported public import FoundationEssentials
#else
    @_exported public import Foundation
#endif
