package org.sgdlimits.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run folder is whole or not there. */
@Tag("regression")
class RunFolderTest {

    private static final String EARLIER = "{\"sgdlimits\": \"0\", \"files\": [\"trajectories.csv\"]}";

    @TempDir
    private Path temporary;

    private List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path earlierRun() throws IOException {
        Path run = Files.createDirectory(temporary.resolve("run"));
        Files.writeString(run.resolve("manifest.json"), EARLIER);
        Files.writeString(run.resolve("trajectories.csv"), "earlier");
        return run;
    }

    @Test
    void nothingIsInPlaceBeforeTheCommitAndEverythingAfter() throws IOException {
        Path run = temporary.resolve("a/run");
        try (RunFolder folder = RunFolder.prepare(run)) {
            folder.write(partial -> Files.writeString(partial.resolve("x"), "1"));
            assertFalse(Files.exists(run));
            folder.commit();
        }
        assertEquals("1", Files.readString(run.resolve("x")));
        try (Stream<Path> files = Files.list(run.getParent())) {
            assertEquals(List.of(run), files.toList());
        }
    }

    @Test
    void aFailureLeavesNothingAndTheEarlierRunAsItWas() throws IOException {
        Path run = earlierRun();
        assertThrows(IOException.class, () -> {
            try (RunFolder folder = RunFolder.prepare(run)) {
                folder.write(partial -> Files.writeString(partial.resolve("manifest.json"), "new"));
                folder.write(partial -> {
                    throw new IOException("disk full");
                });
            }
        });
        assertEquals(List.of("run"), entries());
        assertEquals(EARLIER, Files.readString(run.resolve("manifest.json")));
        assertEquals("earlier", Files.readString(run.resolve("trajectories.csv")));
    }

    @Test
    void anEarlierRunIsReplaced() throws IOException {
        Path run = earlierRun();
        try (RunFolder folder = RunFolder.prepare(run)) {
            folder.write(partial -> Files.writeString(partial.resolve("manifest.json"), "new"));
            folder.commit();
        }
        assertEquals(List.of("run"), entries());
        assertEquals("new", Files.readString(run.resolve("manifest.json")));
        assertFalse(Files.exists(run.resolve("trajectories.csv")));
    }

    @Test
    void filesOfOthersAreNeverReplaced() throws IOException {
        Path run = earlierRun();
        Files.writeString(run.resolve("notes.txt"), "mine");
        assertEquals(
                "--out " + run + ": holds notes.txt beside an earlier run. Move that away, or choose another place",
                assertThrows(UserError.class, () -> RunFolder.prepare(run)).getMessage());
        Files.writeString(run.resolve("manifest.json"), "{\"name\": \"a web site\"}");
        assertEquals(
                "--out " + run + ": holds files and is no run folder. Choose another place",
                assertThrows(UserError.class, () -> RunFolder.prepare(run)).getMessage());
        Path file = run.resolve("notes.txt");
        assertEquals(
                "--out " + file + ": expected a folder, got a file. Choose another place",
                assertThrows(UserError.class, () -> RunFolder.prepare(file)).getMessage());
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefusedBeforeTheRun() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        String message = assertThrows(UserError.class, () -> RunFolder.prepare(file.resolve("run")))
                .getMessage();
        assertTrue(message.startsWith("--out " + file.resolve("run") + ": cannot be written ("), message);
    }
}
