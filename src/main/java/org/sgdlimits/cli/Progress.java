package org.sgdlimits.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.sgdlimits.method.RunSettings;

/** A bar per method on stderr, if that is a terminal; else nothing. */
final class Progress implements RunSettings.Progress, AutoCloseable {

    private static final int UPDATE_MILLISECONDS = 200;

    private final boolean shown;
    private ProgressBar bar;
    private String method = "";

    Progress(boolean quiet) {
        shown = !quiet && isTerminal();
    }

    @Override
    public void advance(String advancing, int done, int total) {
        if (!shown) {
            return;
        }
        if (!advancing.equals(method)) {
            close();
            method = advancing;
            bar = new ProgressBarBuilder()
                    .setTaskName(method)
                    .setInitialMax(total)
                    .setUnit(" runs", 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .clearDisplayOnFinish()
                    .build();
        }
        bar.stepTo(done);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    /** Whether stderr is a terminal: the console tells of stdin and stdout alone, Linux tells of stderr too. */
    @SuppressWarnings("SystemConsoleNull") // null up to Java 21; from 22 on the console is asked
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null || !isTerminal(console)) {
            return false;
        }
        Path stderr = Path.of("/proc/self/fd/2");
        try {
            return !Files.isSymbolicLink(stderr)
                    || Files.readSymbolicLink(stderr).startsWith("/dev");
        } catch (IOException untold) {
            return false;
        }
    }

    /** From Java 22 on there is a console without a terminal as well, and a method that tells them apart. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException olderJava) {
            return true;
        } catch (ReflectiveOperationException refused) {
            return false;
        }
    }
}
