// SPDX-License-Identifier: MIT
#include "screen.h"

#include <stdlib.h>
#include <string.h>

bool screen_init(struct screen *screen, int rows, int columns)
{
	memset(screen, 0, sizeof(*screen));
	screen->rows = rows;
	screen->columns = columns;
	screen->cells = malloc((size_t)rows * columns * sizeof(*screen->cells));
	if (!screen->cells)
		return false;
	for (int i = 0; i < rows * columns; i++)
		screen->cells[i] = ' ';
	return true;
}

static int clamp(int value, int low, int high)
{
	return value < low ? low : value > high ? high : value;
}

static void move_to(struct screen *screen, int row, int column)
{
	screen->row = clamp(row, 0, screen->rows - 1);
	screen->column = clamp(column, 0, screen->columns - 1);
}

static void erase(struct screen *screen, int from, int to)
{
	for (int i = from; i < to; i++)
		screen->cells[i] = ' ';
}

static void line_feed(struct screen *screen)
{
	int kept = (screen->rows - 1) * screen->columns;

	if (screen->row < screen->rows - 1) {
		screen->row++;
		return;
	}
	memmove(screen->cells, screen->cells + screen->columns, kept * sizeof(*screen->cells));
	erase(screen, kept, kept + screen->columns);
}

static void put(struct screen *screen, uint32_t character)
{
	if (screen->column == screen->columns) { /* the wrap that the last column held back */
		screen->column = 0;
		line_feed(screen);
	}
	screen->cells[screen->row * screen->columns + screen->column++] = character;
	screen->last_character = character;
}

static void control(struct screen *screen, char byte)
{
	switch (byte) {
	case '\033':
		screen->state = SCREEN_ESCAPE;
		break;
	case '\r':
		screen->column = 0;
		break;
	case '\n':
		line_feed(screen);
		break;
	case '\b':
		screen->column = clamp(screen->column - 1, 0, screen->columns - 1);
		break;
	}
}

static void text(struct screen *screen, unsigned char byte)
{
	if (byte < 0x20) {
		control(screen, (char)byte);
	} else if (byte < 0x80) {
		put(screen, byte);
	} else if (byte < 0xc0) {
		screen->code_point = screen->code_point << 6 | (byte & 0x3f);
		if (screen->continuation_bytes > 0 && --screen->continuation_bytes == 0)
			put(screen, screen->code_point);
	} else {
		screen->continuation_bytes = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
		screen->code_point = byte & (0x3f >> screen->continuation_bytes);
	}
}

static void escape(struct screen *screen, char byte)
{
	screen->state = SCREEN_TEXT;
	if (byte == '[') {
		screen->state = SCREEN_CSI;
		screen->parameter_count = 1;
		screen->parameters[0] = 0;
		screen->is_private = false;
	} else if (strchr("()*+#% ", byte)) {
		screen->state = SCREEN_CHARSET;
	} else if (strchr("]P^_X", byte)) {
		screen->state = SCREEN_STRING;
	}
}

static void csi_final(struct screen *screen, char final)
{
	const int *parameters = screen->parameters;
	int count = parameters[0] > 0 ? parameters[0] : 1;
	int here = screen->row * screen->columns + clamp(screen->column, 0, screen->columns - 1);
	int row_start = screen->row * screen->columns, row_end = row_start + screen->columns;
	int end = screen->rows * screen->columns;

	switch (final) {
	case 'A':
		move_to(screen, screen->row - count, screen->column);
		break;
	case 'B':
		move_to(screen, screen->row + count, screen->column);
		break;
	case 'C':
		move_to(screen, screen->row, screen->column + count);
		break;
	case 'D':
		move_to(screen, screen->row, screen->column - count);
		break;
	case 'G':
		move_to(screen, screen->row, count - 1);
		break;
	case 'd':
		move_to(screen, count - 1, screen->column);
		break;
	case 'H':
	case 'f':
		move_to(screen, count - 1, screen->parameter_count > 1 ? parameters[1] - 1 : 0);
		break;
	case 'J':
		erase(screen, parameters[0] == 0 ? here : 0, parameters[0] == 1 ? here + 1 : end);
		break;
	case 'K':
		erase(screen, parameters[0] == 0 ? here : row_start,
		      parameters[0] == 1 ? here + 1 : row_end);
		break;
	case 'X':
		erase(screen, here, clamp(here + count, here, row_end));
		break;
	case 'b':
		for (int i = 0; i < clamp(count, 0, screen->columns); i++)
			put(screen, screen->last_character);
		break;
	}
}

static void csi(struct screen *screen, char byte)
{
	int *last = &screen->parameters[screen->parameter_count - 1];

	if (byte >= '0' && byte <= '9') {
		*last = clamp(*last * 10 + byte - '0', 0, 9999);
	} else if (byte == ';' || byte == ':') {
		if (screen->parameter_count < SCREEN_MAX_PARAMETERS)
			screen->parameters[screen->parameter_count++] = 0;
	} else if (byte >= '<' && byte <= '?') {
		screen->is_private = true;
	} else if (byte >= '@' && byte <= '~') {
		screen->state = SCREEN_TEXT;
		if (!screen->is_private)
			csi_final(screen, byte);
	}
}

void screen_write(struct screen *screen, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		char byte = bytes[i];

		switch (screen->state) {
		case SCREEN_TEXT:
			text(screen, (unsigned char)byte);
			break;
		case SCREEN_ESCAPE:
			escape(screen, byte);
			break;
		case SCREEN_CHARSET:
			screen->state = SCREEN_TEXT;
			break;
		case SCREEN_CSI:
			csi(screen, byte);
			break;
		case SCREEN_STRING: /* ends with BEL or ESC \ */
			if (byte == '\a')
				screen->state = SCREEN_TEXT;
			else if (byte == '\033')
				screen->state = SCREEN_CHARSET;
			break;
		}
	}
}

bool screen_is_blank(const struct screen *screen)
{
	for (int i = 0; i < screen->rows * screen->columns; i++)
		if (screen->cells[i] != ' ')
			return false;
	return true;
}

void screen_row(const struct screen *screen, int row, char *text)
{
	for (int column = 0; column < screen->columns; column++) {
		uint32_t c = screen->cells[row * screen->columns + column];
		int tail = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;

		*text++ = (char)(tail ? (0xff00u >> (tail + 1) & 0xff) | c >> (6 * tail) : c);
		while (tail-- > 0)
			*text++ = (char)(0x80 | (c >> (6 * tail) & 0x3f));
	}
	*text = '\0';
}
