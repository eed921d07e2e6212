/* SPDX-License-Identifier: MIT */
#ifndef BENCH_SCREEN_H
#define BENCH_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCREEN_MAX_PARAMETERS 8

/*
 * What a terminal would show, text only: enough of one to see when a figure is on the screen.
 * Every character is one cell wide; colours, scroll regions and modes are skipped.
 */
struct screen {
	int rows, columns;
	int row, column;
	uint32_t *cells; /* code points, row by row */
	enum {
		SCREEN_TEXT,
		SCREEN_ESCAPE,
		SCREEN_CHARSET,
		SCREEN_CSI,
		SCREEN_STRING
	} state;
	int parameters[SCREEN_MAX_PARAMETERS];
	int parameter_count;
	bool is_private; /* CSI ? … and the like */
	uint32_t code_point, last_character;
	int continuation_bytes;
};

bool screen_init(struct screen *screen, int rows, int columns);
void screen_write(struct screen *screen, const char *bytes, size_t length);
bool screen_is_blank(const struct screen *screen);

/* A row as UTF-8, which takes up to 4 bytes for a cell and 1 for the end. */
void screen_row(const struct screen *screen, int row, char *text);

#endif
