/// What a fault does; several together where several faults apply.
struct FaultEffects: Equatable, Sendable {
    /// Answered instead of what would be.
    var status: Int?
    /// `Retry-After` in seconds.
    var retryAfter: Int?
    /// `Retry-After` as the date so many seconds from now.
    var retryAfterDate: Int?
    /// Whether the request is carried out although something else is answered.
    var carriesOut = false
    /// The connection is closed before anything is carried out.
    var dropsBefore = false
    /// The connection is closed after the request was carried out, without an answer.
    var dropsAfter = false
    /// A closed connection is broken rather than ended.
    var resets = false
    /// Seconds before the request is carried out.
    var latencyBefore = 0.0
    /// Seconds between carrying out and answering.
    var latencyAfter = 0.0
    /// Seconds over which the body is sent.
    var bodySeconds = 0.0
    var truncates = false
    var tellsWrongLength = false
    var malforms = false
    var breaksUTF8 = false
    var contentType: String?
    var redirect: String?
    var sendsGzipBomb = false
    /// The class of the quote's failure with which a submission is refused.
    var submitConflict: String?
    var echoesKey = false

    /// Whether anything happens at all.
    var doesAnything: Bool { self != FaultEffects() }

    /// Whether the request is answered, or dropped, without being carried out.
    var isInstead: Bool { !carriesOut && (dropsBefore || replacesAnswer) }

    /// Whether the answer is another than the handler's.
    var replacesAnswer: Bool {
        status != nil || retryAfter != nil || retryAfterDate != nil || redirect != nil || submitConflict != nil
    }

    /// Adds the effects of another fault; of two values, the later counts.
    mutating func add(_ other: FaultEffects) {
        status = other.status ?? status
        retryAfter = other.retryAfter ?? retryAfter
        retryAfterDate = other.retryAfterDate ?? retryAfterDate
        carriesOut = carriesOut || other.carriesOut
        dropsBefore = dropsBefore || other.dropsBefore
        dropsAfter = dropsAfter || other.dropsAfter
        resets = resets || other.resets
        latencyBefore += other.latencyBefore
        latencyAfter += other.latencyAfter
        bodySeconds = max(bodySeconds, other.bodySeconds)
        truncates = truncates || other.truncates
        tellsWrongLength = tellsWrongLength || other.tellsWrongLength
        malforms = malforms || other.malforms
        breaksUTF8 = breaksUTF8 || other.breaksUTF8
        contentType = other.contentType ?? contentType
        redirect = other.redirect ?? redirect
        sendsGzipBomb = sendsGzipBomb || other.sendsGzipBomb
        submitConflict = other.submitConflict ?? submitConflict
        echoesKey = echoesKey || other.echoesKey
    }
}
