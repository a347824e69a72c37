using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Engine.Tests.Containers;

/// <summary>Forwarding of a container's log to a logger.</summary>
public sealed class LogToTests : EngineTest
{
    [DockerFact]
    public async Task LogTo_forwards_past_and_new_lines_until_the_container_exits()
    {
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo out; echo err >&2; until [ -e /go ]; do sleep 0.05; done; echo last"));
        var logger = new RecordingLogger();

        var following = container.LogToAsync(logger, Token);
        await UntilAsync(() => Task.FromResult(logger.Lines.Count == 2));
        await container.ExecAsync(["touch", "/go"], Token);
        await following;

        logger.Lines.Should().BeEquivalentTo(
        [
            (LogLevel.Information, $"{container.Name}: out"),
            (LogLevel.Warning, $"{container.Name}: err"),
            (LogLevel.Information, $"{container.Name}: last"),
        ]);
    }

    [DockerFact]
    public async Task LogTo_uses_the_chosen_levels_and_can_be_canceled()
    {
        // The outputs are separate pipes. The engine may read them in any order, hence the pause before the line on stderr.
        await using var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo early; echo out; sleep 0.3; echo err >&2; exec sleep infinity"));
        await UntilAsync(async () => await container.LogsAsync(Token).CountAsync(Token) == 3);
        var logger = new RecordingLogger();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var following = container.LogToAsync(
            logger, new LogToOptions { Stdout = LogLevel.Debug, Stderr = LogLevel.Error, Tail = 2 }, cancel.Token);
        await UntilAsync(() => Task.FromResult(logger.Lines.Count == 2));
        await cancel.CancelAsync();

        (await FluentActions.Awaiting(() => following).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.Should().Be(cancel.Token);
        logger.Lines.Should().BeEquivalentTo(
            [(LogLevel.Debug, $"{container.Name}: out"), (LogLevel.Error, $"{container.Name}: err")]);
    }

    [DockerFact]
    public async Task Plan_with_LogTo_forwards_the_log_while_its_other_steps_run()
    {
        var logger = new RecordingLogger();

        var output = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "echo begin; until [ -e /go ]; do sleep 0.05; done; echo end"))
            .LogTo(logger).Exec("touch", "/go").Output();

        output.Should().Be("begin\nend\n");
        logger.Lines.Select(line => line.Text.Split(": ")[1]).Should().Equal("begin", "end");
        (await ContainersAsync()).Should().BeEmpty();
    }

    [DockerFact]
    public async Task LogTo_of_a_returned_container_continues_until_it_is_disposed()
    {
        var logger = new RecordingLogger();
        var container = await Image.Pull(Busybox)
            .Run(Spec("sh", "-c", "until [ -e /go ]; do sleep 0.05; done; echo later; exec sleep infinity")).LogTo(logger);
        await using (container)
        {
            await container.ExecAsync(["touch", "/go"], Token);
            await UntilAsync(() => Task.FromResult(!logger.Lines.IsEmpty));
        }

        logger.Lines.Should().ContainSingle().Which.Text.Should().EndWith(": later");
    }

    [DockerFact]
    public async Task LogTo_of_a_found_container_ends_with_a_plan_that_does_not_return_it()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("sh", "-c", "while :; do echo tick; sleep 0.02; done"));
        var logger = new RecordingLogger();

        await Container.Find(container.Name).LogTo(logger).Capture("sleep", "0.3");

        var lineCount = logger.Lines.Count;
        lineCount.Should().BePositive();
        await Task.Delay(200, Token);
        logger.Lines.Count.Should().Be(lineCount);
        (await ContainersAsync("running")).Should().Equal(container.Id);
    }

    [DockerFact]
    public async Task Throwing_logger_fails_LogToAsync_but_not_a_plan_with_LogTo()
    {
        await using var container = await Image.Pull(Busybox).Run(Spec("echo", "out"));
        await container.WaitAsync(Token);

        await FluentActions.Awaiting(() => container.LogToAsync(new ThrowingLogger(), Token))
            .Should().ThrowAsync<InvalidTimeZoneException>();
        (await Container.Find(container.Name).LogTo(new ThrowingLogger()).ToCompletion()).Stdout.Should().Be("out\n");
    }

    private sealed class RecordingLogger : ILogger
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue((logLevel, formatter(state, exception)));
    }

    private sealed class ThrowingLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidTimeZoneException();
    }
}
