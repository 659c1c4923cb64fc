// The part of libcurl's interface that Foundry MCP uses, called through dlsym.
//
// Neither libcurl's headers nor the library are needed to build. The numbers below are part of libcurl's ABI, which has
// been stable since 2006 (https://curl.se/libcurl/abi.html).
#ifndef CFOUNDRYCURL_H
#define CFOUNDRYCURL_H

#include <stddef.h>
#include <stdint.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#endif

/// The result of loading libcurl.
enum __attribute__((enum_extensibility(closed))) CurlLoading {
    CurlLoadingSucceeded,
    /// No libcurl was found.
    CurlLoadingMissing,
    /// A function that is needed is missing: the library is older than 7.68.
    CurlLoadingTooOld,
    /// libcurl could not set itself up.
    CurlLoadingFailed,
};

/// Loads libcurl the first time it is called, and returns the result of that. Every other function requires it to
/// have succeeded.
enum CurlLoading foundry_curl_load(void);

/// The version of libcurl and of the libraries it uses.
const char *foundry_curl_library_version(void);

typedef struct CurlEasy CurlEasy;
typedef struct CurlMulti CurlMulti;
typedef struct CurlShare CurlShare;
typedef struct CurlList CurlList;

/// A CURLcode.
enum __attribute__((enum_extensibility(open))) CurlCode {
    CurlCodeOK = 0,
    CurlCodeOperationTimedOut = 28,
    CurlCodePeerFailedVerification = 60,
    CurlCodeCertificateFileUnusable = 77,
    CurlCodeIssuerError = 83,
    CurlCodePinnedKeyMismatch = 90,
    CurlCodeCertificateStatusInvalid = 91,
};

/// Options whose value is a number.
enum __attribute__((enum_extensibility(closed))) CurlNumberOption {
    CurlNumberOptionSSLVersion = 32,
    CurlNumberOptionPost = 47,
    CurlNumberOptionFreshConnect = 74,
    CurlNumberOptionHTTPGet = 80,
    CurlNumberOptionHTTPVersion = 84,
    CurlNumberOptionBufferSize = 98,
    CurlNumberOptionNoSignal = 99,
    CurlNumberOptionTimeoutMilliseconds = 155,
    CurlNumberOptionPathAsIs = 234,
    CurlNumberOptionProxySSLVersion = 250,
    CurlNumberOptionSuppressConnectHeaders = 265,
    CurlNumberOptionQuickExit = 322,
};

/// Options whose value is a string, which libcurl copies. The value may be null.
enum __attribute__((enum_extensibility(closed))) CurlStringOption {
    CurlStringOptionURL = 10002,
    CurlStringOptionProxy = 10004,
    CurlStringOptionCustomRequest = 10036,
    CurlStringOptionCAFile = 10065,
    CurlStringOptionCAFolder = 10097,
    CurlStringOptionAcceptEncoding = 10102,
    CurlStringOptionProxyCAFile = 10246,
    CurlStringOptionProxyCAFolder = 10247,
};

/// Options whose value is a list, which must outlive the transfer.
enum __attribute__((enum_extensibility(closed))) CurlListOption {
    CurlListOptionHeaders = 10023,
    CurlListOptionResolve = 10203,
};

/// A CURLINFO whose value is a number.
enum __attribute__((enum_extensibility(closed))) CurlNumberInfo {
    CurlNumberInfoProxyStatus = 0x200000 + 22,
};

/// A CURLINFO whose value is a string.
enum __attribute__((enum_extensibility(closed))) CurlStringInfo {
    CurlStringInfoDefaultCAFile = 0x100000 + 61,
};

/// Options of a CurlMulti.
enum __attribute__((enum_extensibility(closed))) CurlMultiOption {
    CurlMultiOptionKeptConnections = 6,
    CurlMultiOptionConnections = 13,
};

/// Functions that libcurl calls during a transfer.
typedef struct {
    /// Takes a line of the head, or of the fields that follow a body. Returns `count`, or 0 to end the transfer.
    size_t (*receive_head)(const void *bytes, size_t one, size_t count, void *context);
    /// Takes a piece of the body. Returns `count`, or 0 to end the transfer.
    size_t (*receive_body)(const void *bytes, size_t one, size_t count, void *context);
    /// Called each time the request is about to be sent. Returns 0, or 1 to end the transfer before.
    int (*will_send)(
        void *context, char *_Nullable primary_ip, char *_Nullable local_ip, int primary_port, int local_port);
} CurlCallbacks;

// One transfer at a time.

CurlEasy *_Nullable foundry_curl_easy_make(void);
/// Sets all options back; connections and the shared state stay.
void foundry_curl_easy_clear(CurlEasy *easy);
void foundry_curl_easy_destroy(CurlEasy *easy);
enum CurlCode foundry_curl_easy_set_number(CurlEasy *easy, enum CurlNumberOption option, long value);
enum CurlCode foundry_curl_easy_set_string(CurlEasy *easy, enum CurlStringOption option, const char *_Nullable value);
enum CurlCode foundry_curl_easy_set_list(CurlEasy *easy, enum CurlListOption option, CurlList *_Nullable list);
/// Sets the body of a request, which libcurl copies.
enum CurlCode foundry_curl_easy_set_body(CurlEasy *easy, const void *bytes, size_t count);
/// Sets the functions to call and what to call them with.
///
/// Returns whether `will_send` will be called, which takes libcurl 7.80.
_Bool foundry_curl_easy_set_callbacks(CurlEasy *easy, CurlCallbacks callbacks, void *context);
/// Sets where the words for an error go: 256 bytes.
enum CurlCode foundry_curl_easy_set_error_buffer(CurlEasy *easy, char *_Nullable buffer);
enum CurlCode foundry_curl_easy_set_share(CurlEasy *easy, CurlShare *share);
/// Makes the sockets of the transfer close when the process executes another program.
enum CurlCode foundry_curl_easy_set_private_sockets(CurlEasy *easy);
long foundry_curl_easy_number(CurlEasy *easy, enum CurlNumberInfo info);
/// A string that stays valid until the next use of the transfer; null where this libcurl doesn't have it.
const char *_Nullable foundry_curl_easy_string(CurlEasy *easy, enum CurlStringInfo info);
const char *foundry_curl_easy_words(enum CurlCode code);

// Lists of strings.

/// Returns the list with a copy of the string at its end, or null where there is no memory; the list is then unchanged.
CurlList *_Nullable foundry_curl_list_append(CurlList *_Nullable list, const char *string);
void foundry_curl_list_destroy(CurlList *_Nullable list);

// What transfers share.

/// Makes something that holds TLS sessions for the transfers of one thread.
CurlShare *_Nullable foundry_curl_share_make(void);
void foundry_curl_share_destroy(CurlShare *share);

// Many transfers at a time.

CurlMulti *_Nullable foundry_curl_multi_make(void);
void foundry_curl_multi_destroy(CurlMulti *multi);
void foundry_curl_multi_set_number(CurlMulti *multi, enum CurlMultiOption option, long value);
/// Returns whether it was added.
_Bool foundry_curl_multi_add(CurlMulti *multi, CurlEasy *easy);
void foundry_curl_multi_remove(CurlMulti *multi, CurlEasy *easy);
/// Does what can be done without waiting.
///
/// Returns 0, or another number where the whole of it is of no more use.
int foundry_curl_multi_advance(CurlMulti *multi);
/// Waits until there is something to do, someone calls foundry_curl_multi_wake, or the time is over.
int foundry_curl_multi_wait(CurlMulti *multi, int milliseconds);
/// Ends a call of foundry_curl_multi_wait, the present one or the next. Any thread may call it.
void foundry_curl_multi_wake(CurlMulti *multi);
/// Returns a transfer that has ended and was not returned before, or null.
CurlEasy *_Nullable foundry_curl_multi_next_ended(CurlMulti *multi, enum CurlCode *code);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
