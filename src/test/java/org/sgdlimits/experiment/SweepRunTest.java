package org.sgdlimits.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgdlimits.analysis.SweepStudy;

/** A sweep that was interrupted goes on to the bytes of one that was not. */
@Tag("regression")
class SweepRunTest {

    private static final String SWEEP = SweepFileTest.sweep(", \"fit\": {\"over\": \"run.dimension\"}")
            .replace("[20, 40]", "[20, 30, 40, 60], \"training.rule\": [\"projected\", \"spherical\"]")
            .replace("\"reduced\"", "\"ode\", \"reduced\"");
    private static final int POINTS = 8;

    @TempDir
    private Path folder;

    private Path target;

    @BeforeEach
    void chooseFolder() {
        target = folder.resolve("run");
    }

    private static Experiment sweep(String... settings) {
        return SweepFile.read(
                "s.json", SWEEP, Arrays.stream(settings).map(Setting::parse).toList());
    }

    /** The bytes of both data files, and how many points were measured for them. */
    private byte[] run(Experiment sweep, int threads, int measured) throws IOException {
        AtomicInteger count = new AtomicInteger();
        SweepStudy study =
                sweep.withThreads(threads).runSweep(Optional.of(target), (what, done, all) -> count.incrementAndGet());
        assertEquals(measured, count.get());
        Path out = Files.createDirectories(folder.resolve("out"));
        SweepFiles.writePoints(study, out);
        SweepFiles.writeSummary(study, out);
        return (Files.readString(out.resolve(SweepFiles.POINTS)) + Files.readString(out.resolve(SweepFiles.SUMMARY)))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private List<Path> journal() throws IOException {
        Path kept = folder.resolve(".run.sweep");
        if (!Files.exists(kept)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(kept)) {
            return files.sorted().toList();
        }
    }

    private byte[] uninterrupted() throws IOException {
        byte[] bytes = run(sweep(), 1, POINTS);
        Experiment.forget(target);
        assertFalse(Files.exists(folder.resolve(".run.sweep")), "the journal is removed");
        return bytes;
    }

    @Test
    void theNumberOfThreadsDoesNotShow() throws IOException {
        assertArrayEquals(uninterrupted(), run(sweep(), 2, POINTS));
    }

    @Test
    void aSweepWhoseJournalIsHalfThereEndsInTheSameBytes() throws IOException {
        byte[] whole = uninterrupted();
        run(sweep(), 2, POINTS);
        List<Path> kept = journal();
        assertEquals(POINTS, kept.size());
        for (Path file : kept.subList(0, POINTS / 2)) {
            Files.delete(file);
        }
        assertArrayEquals(whole, run(sweep(), 1, POINTS / 2));
        // nothing is left to be measured
        assertArrayEquals(whole, run(sweep(), 2, 0));
    }

    @Test
    void aSweepThatBrokeOffGoesOnToTheSameBytes() throws IOException {
        byte[] whole = uninterrupted();
        IllegalStateException broken = assertThrows(IllegalStateException.class, () -> sweep().withThreads(1)
                .runSweep(Optional.of(target), (what, done, all) -> {
                    assertEquals(POINTS, all);
                    if (done >= 3) {
                        throw new IllegalStateException("the plug is pulled");
                    }
                }));
        assertEquals("the plug is pulled", broken.getMessage());
        // the points told of, and at most the one begun before the pool was shut
        assertTrue(journal().size() >= 3 && journal().size() < POINTS, () -> "3 or 4 points are kept");
        AtomicInteger first = new AtomicInteger();
        sweep().withThreads(2).runSweep(Optional.of(target), (what, done, all) -> first.compareAndSet(0, done));
        assertTrue(first.get() > 3, "progress counts the points that were there");
        assertArrayEquals(whole, run(sweep(), 1, 0));
    }

    @Test
    void damagedFilesOfTheJournalAreMeasuredAgain() throws IOException {
        byte[] whole = uninterrupted();
        run(sweep(), 1, POINTS);
        List<Path> kept = journal();
        String text = Files.readString(kept.get(0));
        Files.writeString(kept.get(0), text.substring(0, text.length() / 2));
        Files.writeString(kept.get(1), "");
        Files.writeString(kept.get(2), "{}");
        Files.writeString(kept.get(3), text.replace("EXITED", "ESCAPED").replace("CENSORED", "KEPT"));
        Files.write(kept.get(4), new byte[] {(byte) 0xff, 0, (byte) 0xfe});
        Files.writeString(kept.get(5), text.replaceFirst("(?s)\"runs\" : \\[.*?]", "\"runs\" : []"));
        assertArrayEquals(whole, run(sweep(), 2, 6));
    }

    @Test
    void whatChangesTheNumbersMakesAJournalAStrangers() throws IOException {
        run(sweep(), 2, POINTS);
        run(sweep("run.seed=2"), 2, POINTS);
        run(sweep("run.replicas=4"), 2, POINTS);
        run(sweep("exit.above=0.4"), 2, POINTS);
        // a part of the grid is known already
        run(sweep("grid={\"run.dimension\": [30, 60], \"training.rule\": [\"projected\"]}", "fit={}"), 2, 0);
    }

    @Test
    void whatARunStatesIsTheSameAfterResuming() throws IOException {
        SweepStudy measured = sweep().withThreads(1).runSweep(Optional.of(target), (what, done, all) -> {});
        SweepStudy read = sweep().withThreads(1).runSweep(Optional.of(target), (what, done, all) -> {});
        for (int i = 0; i < POINTS; i++) {
            assertEquals(
                    measured.points().get(i).exits().methods(),
                    read.points().get(i).exits().methods());
        }
    }
}
