package org.sgdlimits.method;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A run that goes on as another once its {@link Stages} do, looked at before every step. Mutable; one thread's. */
final class SwitchingRun implements StepRun {

    private final Stages<?> stages;
    private final Clock clock;
    private final Supplier<StepRun> next;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final double[] s;
    private StepRun present;

    private SwitchingRun(Stages<?> stages, Clock clock, StepRun first, Supplier<StepRun> next) {
        this.stages = stages;
        this.clock = clock;
        this.next = next;
        present = first;
        s = new double[stages.observer().components().size()];
        stages.start(s);
    }

    /**
     * The first run alone where there is a single stage.
     *
     * @param next makes the second run of the first one's state
     */
    static StepRun of(Stages<?> stages, Clock clock, StepRun first, Supplier<StepRun> next) {
        return stages.ahead().isEmpty() ? first : new SwitchingRun(stages, clock, first, next);
    }

    @Override
    public void step(long index) {
        if (stages.ahead().isPresent()) {
            present.peek(s);
            if (stages.advance(clock.tau(index), s)) {
                counts.putAll(present.counts());
                present = next.get();
            }
        }
        present.step(index);
    }

    @Override
    public double largestSignal() {
        return present.largestSignal();
    }

    @Override
    public Map<String, Long> counts() {
        Map<String, Long> all = new LinkedHashMap<>(counts);
        present.counts().forEach((name, count) -> all.merge(name, count, Long::sum));
        return all;
    }

    @Override
    public void state(double[] state) {
        present.state(state);
    }
}
