package org.sgdlimits.experiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Compares the trajectories of two runs byte by byte. */
public final class Rerun {

    private Rerun() {}

    /**
     * The first line in which two files differ.
     *
     * @return empty if all bytes are the same; else a sentence with the line's number and both lines
     */
    public static Optional<String> firstDifference(Path before, Path now) throws IOException {
        if (Files.mismatch(before, now) < 0) {
            return Optional.empty();
        }
        try (BufferedReader left = Files.newBufferedReader(before);
                BufferedReader right = Files.newBufferedReader(now)) {
            for (long line = 1; ; line++) {
                String was = left.readLine();
                String is = right.readLine();
                if (was == null && is == null) {
                    return Optional.of("the line ends differ");
                }
                if (!Objects.equals(was, is)) {
                    return Optional.of("line " + line + " was\n    " + shown(was) + "\nand is now\n    " + shown(is));
                }
            }
        }
    }

    private static String shown(String line) {
        return line == null ? "(the end of the file)" : line;
    }
}
