#define _GNU_SOURCE
#include "CFoundryCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <sys/socket.h>

// The functions of libcurl, by their names without "curl_". Those with "..." are declared so because some platforms
// pass variadic arguments differently.
#define FUNCTIONS(EACH) \
    EACH(int, global_init, (long)) \
    EACH(const char *, version, (void)) \
    EACH(CurlEasy *, easy_init, (void)) \
    EACH(void, easy_reset, (CurlEasy *)) \
    EACH(void, easy_cleanup, (CurlEasy *)) \
    EACH(int, easy_setopt, (CurlEasy *, int, ...)) \
    EACH(int, easy_getinfo, (CurlEasy *, int, ...)) \
    EACH(const char *, easy_strerror, (int)) \
    EACH(CurlList *, slist_append, (CurlList *, const char *)) \
    EACH(void, slist_free_all, (CurlList *)) \
    EACH(CurlShare *, share_init, (void)) \
    EACH(int, share_setopt, (CurlShare *, int, ...)) \
    EACH(int, share_cleanup, (CurlShare *)) \
    EACH(CurlMulti *, multi_init, (void)) \
    EACH(int, multi_cleanup, (CurlMulti *)) \
    EACH(int, multi_setopt, (CurlMulti *, int, ...)) \
    EACH(int, multi_add_handle, (CurlMulti *, CurlEasy *)) \
    EACH(int, multi_remove_handle, (CurlMulti *, CurlEasy *)) \
    EACH(int, multi_perform, (CurlMulti *, int *)) \
    EACH(int, multi_poll, (CurlMulti *, void *, unsigned, int, int *)) \
    EACH(int, multi_wakeup, (CurlMulti *)) \
    EACH(struct Message *, multi_info_read, (CurlMulti *, int *))

// A CURLMsg.
struct Message {
    int kind;
    CurlEasy *easy;
    union {
        void *other;
        int code;
    } data;
};

// A curl_sockaddr, whose address may be longer than declared.
struct SocketAddress {
    int family;
    int type;
    int protocol;
    unsigned length;
    struct sockaddr address;
};

enum {
    OPTION_ERROR_BUFFER = 10010,
    OPTION_WRITE_DATA = 10001,
    OPTION_HEADER_DATA = 10029,
    OPTION_SHARE = 10100,
    OPTION_COPY_POST_FIELDS = 10165,
    OPTION_PREREQUEST_DATA = 10313,
    OPTION_WRITE_FUNCTION = 20011,
    OPTION_HEADER_FUNCTION = 20079,
    OPTION_OPEN_SOCKET_FUNCTION = 20163,
    OPTION_PREREQUEST_FUNCTION = 20312,
    OPTION_POST_FIELD_SIZE_LARGE = 30120,
    SHARE_OPTION_SHARE = 1,
    SHARE_TLS_SESSIONS = 4,
    MESSAGE_DONE = 1,
    GLOBAL_INIT_DEFAULT = 3,
    OPENSSL_INIT_WITHOUT_ATEXIT = 0x00080000,
};

#define DECLARE(type, name, parameters) static type(*name) parameters;
FUNCTIONS(DECLARE)

static pthread_once_t once = PTHREAD_ONCE_INIT;
static enum CurlLoading loading = CurlLoadingMissing;

static void load(void) {
    // The second is the name of the library on systems that have only the one with GnuTLS; the third is that of
    // systems with development packages and an unusual version.
    static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so"};
    void *library = NULL;
    for (int i = 0; i < 3 && library == NULL; i++) library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return;
    loading = CurlLoadingTooOld;
#define LOOK_UP(type, name, parameters) \
    *(void **)&name = dlsym(library, "curl_" #name); \
    if (name == NULL) return;
    FUNCTIONS(LOOK_UP)

    // OpenSSL would otherwise free everything in exit() while the thread of the transfers may still be using it. The
    // first initialization decides, so it comes before libcurl's own.
    int (*initialize_openssl)(uint64_t, const void *);
    *(void **)&initialize_openssl = dlsym(library, "OPENSSL_init_crypto");
    if (initialize_openssl != NULL) initialize_openssl(OPENSSL_INIT_WITHOUT_ATEXIT, NULL);
    loading = global_init(GLOBAL_INIT_DEFAULT) == 0 ? CurlLoadingSucceeded : CurlLoadingFailed;
}

enum CurlLoading foundry_curl_load(void) {
    pthread_once(&once, load);
    return loading;
}

const char *foundry_curl_library_version(void) { return version(); }

// MARK: One transfer at a time

CurlEasy *foundry_curl_easy_make(void) { return easy_init(); }

void foundry_curl_easy_clear(CurlEasy *easy) { easy_reset(easy); }

void foundry_curl_easy_destroy(CurlEasy *easy) { easy_cleanup(easy); }

enum CurlCode foundry_curl_easy_set_number(CurlEasy *easy, enum CurlNumberOption option, long value) {
    return easy_setopt(easy, (int)option, value);
}

enum CurlCode foundry_curl_easy_set_string(CurlEasy *easy, enum CurlStringOption option, const char *value) {
    return easy_setopt(easy, (int)option, value);
}

enum CurlCode foundry_curl_easy_set_list(CurlEasy *easy, enum CurlListOption option, CurlList *list) {
    return easy_setopt(easy, (int)option, list);
}

enum CurlCode foundry_curl_easy_set_body(CurlEasy *easy, const void *bytes, size_t count) {
    // The size comes first: libcurl copies that much.
    int code = easy_setopt(easy, OPTION_POST_FIELD_SIZE_LARGE, (int64_t)count);
    return code != 0 ? code : easy_setopt(easy, OPTION_COPY_POST_FIELDS, bytes);
}

_Bool foundry_curl_easy_set_callbacks(CurlEasy *easy, CurlCallbacks callbacks, void *context) {
    easy_setopt(easy, OPTION_HEADER_FUNCTION, callbacks.receive_head);
    easy_setopt(easy, OPTION_HEADER_DATA, context);
    easy_setopt(easy, OPTION_WRITE_FUNCTION, callbacks.receive_body);
    easy_setopt(easy, OPTION_WRITE_DATA, context);
    easy_setopt(easy, OPTION_PREREQUEST_DATA, context);
    return easy_setopt(easy, OPTION_PREREQUEST_FUNCTION, callbacks.will_send) == 0;
}

enum CurlCode foundry_curl_easy_set_error_buffer(CurlEasy *easy, char *buffer) {
    return easy_setopt(easy, OPTION_ERROR_BUFFER, buffer);
}

enum CurlCode foundry_curl_easy_set_share(CurlEasy *easy, CurlShare *share) { return easy_setopt(easy, OPTION_SHARE, share); }

static int open_private_socket(void *context, int purpose, struct SocketAddress *address) {
    (void)context;
    (void)purpose;
#ifdef SOCK_CLOEXEC
    return socket(address->family, address->type | SOCK_CLOEXEC, address->protocol);
#else
    return socket(address->family, address->type, address->protocol);
#endif
}

enum CurlCode foundry_curl_easy_set_private_sockets(CurlEasy *easy) {
    return easy_setopt(easy, OPTION_OPEN_SOCKET_FUNCTION, open_private_socket);
}

long foundry_curl_easy_number(CurlEasy *easy, enum CurlNumberInfo info) {
    long value = 0;
    return easy_getinfo(easy, (int)info, &value) == 0 ? value : 0;
}

const char *foundry_curl_easy_string(CurlEasy *easy, enum CurlStringInfo info) {
    const char *value = NULL;
    return easy_getinfo(easy, (int)info, &value) == 0 ? value : NULL;
}

const char *foundry_curl_easy_words(enum CurlCode code) { return easy_strerror((int)code); }

// MARK: Lists of strings

CurlList *foundry_curl_list_append(CurlList *list, const char *string) { return slist_append(list, string); }

void foundry_curl_list_destroy(CurlList *list) { slist_free_all(list); }

// MARK: What transfers share

CurlShare *foundry_curl_share_make(void) {
    CurlShare *share = share_init();
    if (share != NULL) share_setopt(share, SHARE_OPTION_SHARE, SHARE_TLS_SESSIONS);
    return share;
}

void foundry_curl_share_destroy(CurlShare *share) { share_cleanup(share); }

// MARK: Many transfers at a time

CurlMulti *foundry_curl_multi_make(void) { return multi_init(); }

void foundry_curl_multi_destroy(CurlMulti *multi) { multi_cleanup(multi); }

void foundry_curl_multi_set_number(CurlMulti *multi, enum CurlMultiOption option, long value) {
    multi_setopt(multi, (int)option, value);
}

_Bool foundry_curl_multi_add(CurlMulti *multi, CurlEasy *easy) { return multi_add_handle(multi, easy) == 0; }

void foundry_curl_multi_remove(CurlMulti *multi, CurlEasy *easy) { multi_remove_handle(multi, easy); }

int foundry_curl_multi_advance(CurlMulti *multi) {
    int running;
    return multi_perform(multi, &running);
}

int foundry_curl_multi_wait(CurlMulti *multi, int milliseconds) {
    int ready;
    return multi_poll(multi, NULL, 0, milliseconds, &ready);
}

void foundry_curl_multi_wake(CurlMulti *multi) { multi_wakeup(multi); }

CurlEasy *foundry_curl_multi_next_ended(CurlMulti *multi, enum CurlCode *code) {
    int left;
    for (struct Message *message; (message = multi_info_read(multi, &left)) != NULL;) {
        if (message->kind != MESSAGE_DONE) continue;
        *code = message->data.code;
        return message->easy;
    }
    return NULL;
}
