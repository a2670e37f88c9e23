package org.sgdlimits.report;

/** Grade of a table cell, told by a symbol as well as a colour. */
public enum Status {
    NONE("", ""),
    OK("ok", "✓"),
    NOTE("note", "≈"),
    BAD("bad", "✗");

    private final String styleClass;
    private final String symbol;

    Status(String styleClass, String symbol) {
        this.styleClass = styleClass;
        this.symbol = symbol;
    }

    String styleClass() {
        return styleClass;
    }

    String symbol() {
        return symbol;
    }
}
