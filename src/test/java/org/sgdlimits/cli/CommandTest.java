package org.sgdlimits.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** Runs commands as a user does, and keeps what they print. */
abstract class CommandTest {

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    /** The exit code; what was printed before is forgotten. */
    final int run(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }
}
