using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;
using ContainerKit.Waiting.Conditions;

namespace ContainerKit;

public sealed partial class Wait
{
    /// <summary>Waits for a line of the container's output that contains a text.</summary>
    /// <inheritdoc cref="ForLog(string, int)"/>
    public static Wait ForLog(string text) => ForLog(text, 1);

    /// <summary>Waits until a number of lines of the container's output contain a text.</summary>
    /// <param name="text">A part of a line. The comparison is ordinal and case-sensitive.</param>
    /// <param name="occurrence">The number of matching lines, 1 or more.</param>
    /// <remarks>
    /// <para>Escape sequences of a terminal, such as colors, are removed from a line before the comparison, unless the text has an
    /// escape character itself. <see cref="LogWaitOptions.KeepEscapes"/> keeps them.</para>
    /// <para>The log is followed from the container's last start, so lines count that were written before the wait. Each byte is read
    /// once. The wait also succeeds if the container exits after the line. When the engine restarts the container, the count starts
    /// again at 0.</para>
    /// <para>If the container has exited before the wait starts, the whole log counts, with the output of earlier runs: engines do not
    /// report where the output of the last run starts. Engine API: <c>GET /containers/{id}/logs</c>.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The text is empty or contains a line break.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of lines is below 1.</exception>
    public static Wait ForLog(string text, int occurrence) => ForLog(text, new LogWaitOptions { Occurrence = AtLeastOne(occurrence) });

    /// <summary>Waits until a number of lines of the container's output contain a text.</summary>
    /// <param name="text">A part of a line. The comparison is ordinal and case-sensitive.</param>
    /// <param name="options">The number of lines, and the treatment of escape sequences.</param>
    /// <inheritdoc cref="ForLog(string, int)" path="/remarks"/>
    /// <exception cref="ArgumentException">The text is empty or contains a line break.</exception>
    public static Wait ForLog(string text, LogWaitOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        ArgumentNullException.ThrowIfNull(options);
        if (text.AsSpan().ContainsAny('\r', '\n'))
            throw new ArgumentException("A log wait checks one line at a time; leave the line end out.", nameof(text));
        return CreateLogWait(
            $"log line \"{VisibleText.Shorten(text, VisibleText.MaximumPatternLength)}\"",
            line => line.Contains(text, StringComparison.Ordinal),
            options with { KeepEscapes = options.KeepEscapes || text.Contains('\e') });
    }

    /// <summary>Waits for a line of the container's output that matches a pattern.</summary>
    /// <inheritdoc cref="ForLog(Regex, int)"/>
    public static Wait ForLog(Regex pattern) => ForLog(pattern, 1);

    /// <summary>Waits until a number of lines of the container's output match a pattern.</summary>
    /// <param name="pattern">The pattern. It is applied to one line at a time, without the line break.</param>
    /// <param name="occurrence">The number of matching lines, 1 or more.</param>
    /// <inheritdoc cref="ForLog(string, int)" path="/remarks"/>
    /// <exception cref="ArgumentOutOfRangeException">The number of lines is below 1.</exception>
    public static Wait ForLog(Regex pattern, int occurrence) =>
        ForLog(pattern, new LogWaitOptions { Occurrence = AtLeastOne(occurrence) });

    /// <summary>Waits until a number of lines of the container's output match a pattern.</summary>
    /// <param name="pattern">The pattern. It is applied to one line at a time, without the line break.</param>
    /// <param name="options">The number of lines, and the treatment of escape sequences.</param>
    /// <inheritdoc cref="ForLog(string, int)" path="/remarks"/>
    public static Wait ForLog(Regex pattern, LogWaitOptions options)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(options);
        var shown = VisibleText.Shorten(pattern.ToString(), VisibleText.MaximumPatternLength);
        return CreateLogWait($"log line /{shown}/", pattern.IsMatch, options);
    }

    /// <summary>Waits until the health check of the container, or of its image, reports that the container is healthy.</summary>
    /// <remarks>
    /// A container that becomes unhealthy fails the wait at once, with the last output of its health check. A container that
    /// is unhealthy when the wait starts has the whole timeout to recover. Without a health check the wait fails at once.
    /// Engine API: <c>GET /containers/{id}/json</c>.
    /// </remarks>
    public static Wait ForHealthy() => new("health", new HealthCondition());

    /// <summary>Waits until a command in the container exits with code 0. The command is repeated until then, one run at a time.</summary>
    /// <param name="command">The command and its arguments.</param>
    /// <inheritdoc cref="ForCommand(ExecSpec)" path="/remarks"/>
    public static Wait ForCommand(params string[] command) => ForCommand(new ExecSpec(command));

    /// <summary>
    /// Waits until a command in the container exits with an allowed code. The command is repeated until then, one run at a time.
    /// </summary>
    /// <param name="spec">The command, its allowed exit codes and its timeout.</param>
    /// <remarks>
    /// A command that exceeds the timeout of its spec counts as not ready. A command that does not exist in the container
    /// fails the wait at once. Engine API: <c>POST /containers/{id}/exec</c>, <c>POST /exec/{id}/start</c>, <c>GET
    /// /exec/{id}/json</c>.
    /// </remarks>
    public static Wait ForCommand(ExecSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new Wait($"command `{ErrorText.FormatCommand(spec.Command)}`", new CommandCondition(spec));
    }

    /// <summary>
    /// Waits until a file or folder exists in the container. The engine checks it, so the image needs no tool. Engines do not see the
    /// content of a tmpfs.
    /// </summary>
    /// <param name="path">The absolute path, with slashes.</param>
    /// <remarks>Engine API: <c>HEAD /containers/{id}/archive</c>.</remarks>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public static Wait ForFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path[0] != '/')
            throw ArgumentErrors.Create($"'{path}' is not an absolute path in a container; begin it with '/'.", nameof(path));
        return new Wait($"file {path}", new FileCondition(path));
    }

    /// <summary>Waits until the container has exited with code 0. Another exit code fails the wait.</summary>
    /// <inheritdoc cref="ForExit(ExitCodes)" path="/remarks"/>
    public static Wait ForExit() => ForExit(ExitCodes.Zero);

    /// <summary>Waits until the container has exited with an allowed code. Another exit code fails the wait.</summary>
    /// <param name="allowed">The allowed exit codes.</param>
    /// <remarks>A container that the engine restarts has not exited. Engine API: <c>POST /containers/{id}/wait</c>.</remarks>
    public static Wait ForExit(ExitCodes allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        return new Wait($"exit with code {allowed}", new ExitCodeCondition(allowed));
    }

    private static int AtLeastOne(int occurrence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(occurrence, 1);
        return occurrence;
    }

    private static Wait CreateLogWait(string description, Func<string, bool> matches, LogWaitOptions options) => new(
        options.Occurrence == 1 ? description : $"{options.Occurrence} times {description}",
        new LogCondition(matches, options.Occurrence, options.KeepEscapes));
}
