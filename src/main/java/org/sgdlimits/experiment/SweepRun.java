package org.sgdlimits.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sgdlimits.analysis.ExitTimes;
import org.sgdlimits.analysis.SweepPoint;
import org.sgdlimits.analysis.SweepStudy;
import org.sgdlimits.method.RunSettings;

/**
 * Measures the points of a sweep: one after the other where their runs keep all threads busy, else several at a time, each on its
 * share of the threads. What is measured does not depend on that, since a replica's random stream is its own.
 */
final class SweepRun {

    private static final String POINTS = "points";

    private SweepRun() {}

    /**
     * Measures what the journal does not hold.
     *
     * @param journal of finished points, if they are to be kept
     * @param progress told of finished points
     */
    static SweepStudy run(Sweep sweep, int threads, Optional<SweepJournal> journal, RunSettings.Progress progress) {
        int total = sweep.points().size();
        List<Optional<ExitTimes>> known = new ArrayList<>();
        sweep.points().forEach(point -> known.add(journal.flatMap(kept -> kept.find(point))));
        int missing = (int) known.stream().filter(Optional::isEmpty).count();
        int share = Math.min(threads, sweep.points().get(0).settings().replicas());
        int workers = Math.max(1, Math.min(threads / share, missing));
        Counter counter = new Counter(progress, total, total - missing);
        ExecutorService pool = Executors.newFixedThreadPool(workers, SweepRun::daemon);
        try {
            List<Future<ExitTimes>> measured = new ArrayList<>();
            for (int i = 0; i < total; i++) {
                Experiment point = sweep.points().get(i).withThreads(Math.max(share, threads / workers));
                Optional<ExitTimes> before = known.get(i);
                measured.add(pool.submit(() -> before.isPresent() ? before.get() : measure(point, journal, counter)));
            }
            List<SweepPoint> points = new ArrayList<>();
            for (int i = 0; i < total; i++) {
                points.add(new SweepPoint(sweep.plan().labels(i), get(measured.get(i))));
            }
            return SweepStudy.of(sweep.plan(), points);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "sweep");
        thread.setDaemon(true);
        return thread;
    }

    /** Counts finished points; progress is told by one thread at a time. */
    private static final class Counter {
        private final RunSettings.Progress progress;
        private final int total;
        private int done;

        Counter(RunSettings.Progress progress, int total, int done) {
            this.progress = progress;
            this.total = total;
            this.done = done;
        }

        synchronized void advance() {
            progress.advance(POINTS, ++done, total);
        }
    }

    private static ExitTimes measure(Experiment point, Optional<SweepJournal> journal, Counter counter) {
        ExitTimes exits = point.runExit((method, done, all) -> {}).points().get(0);
        journal.ifPresent(kept -> kept.keep(point, exits));
        counter.advance();
        return exits;
    }

    private static ExitTimes get(Future<ExitTimes> point) {
        try {
            return point.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted; the points that were finished are kept, and the same command goes on");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
