#pragma once

#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer over a target, with the options of the command line. From libFuzzer, which the toolchain links in.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*target)(const uint8_t *data, size_t size));
