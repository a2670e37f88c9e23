package org.sgdlimits.experiment;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A run folder in the making: whole or not there.
 *
 * <p>Everything is written into a hidden sibling, which is renamed into place by {@link #commit}; an earlier run in that place is
 * replaced only then. An interrupted program removes the sibling and leaves the earlier run as it was. What is in the way and
 * is no run folder is never touched.
 */
public final class RunFolder implements AutoCloseable {

    /** The file by which a run folder is known. */
    public static final String MANIFEST = "manifest.json";

    private final Path target;
    private final Path partial;
    private final Thread hook = new Thread(this::close, "remove unfinished run folder");
    private boolean closed;

    /** Writes files into a folder. */
    @FunctionalInterface
    public interface Content {
        /** Writes. */
        void write(Path folder) throws IOException;
    }

    private RunFolder(Path target, Path partial) {
        this.target = target;
        this.partial = partial;
    }

    /**
     * Makes sure, before anything is computed, that the folder can be written.
     *
     * @throws UserError if it cannot, or if something else is in its place
     */
    public static RunFolder prepare(Path folder) {
        Path target = folder.toAbsolutePath().normalize();
        requireReplaceable(folder, target);
        if (target.getParent() == null) {
            throw new UserError("--out " + folder + ": expected a folder for one run, got the root of the file system");
        }
        try {
            Files.createDirectories(target.getParent());
            RunFolder result = new RunFolder(target, sibling(target, "partial"));
            Runtime.getRuntime().addShutdownHook(result.hook);
            return result;
        } catch (IOException unwritable) {
            throw new UserError(
                    "--out " + folder + ": cannot be written (" + unwritable + "). Choose another folder", unwritable);
        }
    }

    private static void requireReplaceable(Path folder, Path target) {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new UserError("--out " + folder + ": expected a folder, got a file. Choose another place");
        }
        try {
            TreeSet<String> strangers = new TreeSet<>(files(target));
            if (strangers.isEmpty()) {
                return;
            }
            Optional<List<String>> written = Manifest.files(target);
            if (written.isEmpty()) {
                throw new UserError("--out " + folder + ": holds files and is no run folder. Choose another place");
            }
            strangers.remove(MANIFEST);
            written.get().forEach(strangers::remove);
            if (!strangers.isEmpty()) {
                throw new UserError("--out " + folder + ": holds " + String.join(", ", strangers)
                        + " beside an earlier run. Move that away, or choose another place");
            }
        } catch (IOException unreadable) {
            throw new UserError("--out " + folder + ": cannot be read (" + unreadable + ")", unreadable);
        }
    }

    /** A new hidden folder beside another one. */
    private static Path sibling(Path target, String purpose) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path sibling = target.resolveSibling("." + target.getFileName() + "." + purpose + "-"
                    + ProcessHandle.current().pid() + "-" + attempt);
            try {
                return Files.createDirectory(sibling);
            } catch (FileAlreadyExistsException taken) {
                // left by a program that was killed
            }
        }
    }

    /** Writes files into the folder in the making. */
    public synchronized void write(Content content) throws IOException {
        requireOpen();
        content.write(partial);
    }

    /** The files written so far, relative to the folder, sorted. */
    public synchronized List<String> files() throws IOException {
        requireOpen();
        return files(partial);
    }

    /** Puts the folder into its place and returns it. */
    public synchronized Path commit() throws IOException {
        requireOpen();
        if (Files.exists(target)) {
            Path aside = sibling(target, "replaced");
            Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
            try {
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException failed) {
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
                throw failed;
            }
            delete(aside);
        } else {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        }
        close();
        return target;
    }

    private void requireOpen() {
        if (closed) {
            throw new UserError("the run was interrupted; nothing is written");
        }
    }

    /** Removes what was not committed. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        delete(partial);
        if (Thread.currentThread() != hook) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException shuttingDown) {
                // the hook finds the folder closed
            }
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> !Files.isDirectory(file))
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException gone) {
            // nothing left to remove
        }
    }
}
