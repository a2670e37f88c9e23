package org.sgdlimits.analysis;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a comparison says of one method.
 *
 * @param method its name
 * @param reference what it was held against
 * @param grade the worst over observables
 * @param gaps one an observable
 * @param worst the gap that decides the grade
 * @param looks how many times × observables were compared
 * @param significant how many standard errors count as significant with that many looks
 * @param spreadRatio standard deviation of the first observable (the risk, where there is one) over that of the reference, in root mean square over time; empty
 *     for deterministic methods
 * @param sentence the verdict in words
 * @param advice what to run next; empty when there is nothing to add
 */
public record Verdict(
        String method,
        String reference,
        Grade grade,
        List<Gap> gaps,
        Gap worst,
        int looks,
        double significant,
        OptionalDouble spreadRatio,
        String sentence,
        String advice) {}
