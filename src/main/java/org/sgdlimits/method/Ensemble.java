package org.sgdlimits.method;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs replicas on several threads and streams their statistics.
 *
 * <p>Paths are consumed in the order of the replicas whatever thread made them, so results are the same bit for bit for any
 * number of threads; at most a few paths a thread are in memory.
 */
public final class Ensemble {

    private static final int WINDOW_PER_THREAD = 4;

    /** Makes what comes of one replica. */
    @FunctionalInterface
    public interface Source<T> {
        /** What comes of the replica of this number, from 0; called from any thread. */
        T of(int replica);
    }

    /** Receives it, in the order of the replicas. */
    @FunctionalInterface
    public interface Sink<T> {
        /** Called from one thread. */
        void accept(int replica, T result);
    }

    private Ensemble() {}

    static Trajectory run(
            String method,
            List<String> observables,
            Clock clock,
            double[] times,
            int replicas,
            RunSettings settings,
            PathListener listener,
            Map<String, Object> facts,
            Source<Path> source) {
        List<Trajectory.Instant> instants =
                Arrays.stream(times).mapToObj(clock::instant).toList();
        return run(method, observables, instants, replicas, settings, listener, facts, source);
    }

    /**
     * The statistics of the replicas' paths at the given save times.
     *
     * @param times one entry a save time
     * @param source makes the path of a replica, with as many rows as there are times
     */
    public static Trajectory run(
            String method,
            List<String> observables,
            List<Trajectory.Instant> times,
            int replicas,
            RunSettings settings,
            PathListener listener,
            Map<String, Object> facts,
            Source<Path> source) {
        PathStatistics statistics = new PathStatistics(times.size(), observables.size(), replicas, settings.seed());
        Map<String, Long> counts = new LinkedHashMap<>();
        List<String> failures = new ArrayList<>();
        Outcome[] outcome = {Outcome.completed()};
        int[] completed = {times.size()};
        List<Snapshot> snapshots = new ArrayList<>();
        Sink<Path> consumer = (replica, path) -> {
            statistics.add(path);
            if (replica == 0) {
                snapshots.addAll(path.snapshots());
            }
            path.counts().forEach((name, count) -> counts.merge(name, count, Long::sum));
            if (!path.outcome().isCompleted()) {
                failures.add((replicas == 1 ? "" : "replica " + (replica + 1) + ": ")
                        + path.outcome().message());
                if (path.completed() < completed[0] || outcome[0].isCompleted()) {
                    outcome[0] = new Outcome(path.outcome().kind(), failures.get(failures.size() - 1));
                }
            }
            completed[0] = Math.min(completed[0], path.completed());
            listener.accept(replica, path);
            settings.progress().advance(method, replica + 1, replicas);
        };
        consumeInOrder(replicas, settings.threads(), source, consumer);
        if (failures.size() > 1) {
            outcome[0] = new Outcome(
                    outcome[0].kind(),
                    outcome[0].message() + " (" + failures.size() + " of " + replicas + " replicas failed)");
        }
        return new Trajectory(
                method,
                observables,
                List.copyOf(times.subList(0, completed[0])),
                statistics.summaries(completed[0]),
                replicas,
                outcome[0],
                counts,
                snapshots.stream()
                        .filter(snapshot -> snapshot.time() < completed[0])
                        .toList(),
                facts);
    }

    /** The first passages of all replicas. */
    static Passages passages(
            String method, int replicas, RunSettings settings, Map<String, Object> facts, Source<Passage> source) {
        List<Passage> runs = new ArrayList<>(replicas);
        consumeInOrder(replicas, settings.threads(), source, (replica, passage) -> {
            runs.add(passage);
            settings.progress().advance(method, replica + 1, replicas);
        });
        return new Passages(method, runs, facts);
    }

    /** Makes results on several threads, a few at a time, and hands them over in their order. */
    public static <T> void consumeInOrder(int replicas, int threads, Source<T> source, Sink<T> consumer) {
        if (replicas == 1 || threads == 1) {
            for (int replica = 0; replica < replicas; replica++) {
                consumer.accept(replica, source.of(replica));
            }
            return;
        }
        ExecutorService executor = Executors.newFixedThreadPool(Math.min(threads, replicas), runnable -> {
            Thread thread = new Thread(runnable, "replica");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Deque<Future<T>> window = new ArrayDeque<>();
            int submitted = 0;
            for (int replica = 0; replica < replicas; replica++) {
                while (submitted < replicas && window.size() < WINDOW_PER_THREAD * threads) {
                    int next = submitted++;
                    window.add(executor.submit(() -> source.of(next)));
                }
                consumer.accept(replica, window.remove().get());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while replicas were running", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a replica failed: " + failed.getCause(), failed);
        } finally {
            executor.shutdownNow();
        }
    }
}
