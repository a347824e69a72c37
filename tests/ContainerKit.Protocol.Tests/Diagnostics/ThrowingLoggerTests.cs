using ContainerKit.Protocol.Tests.Support;
using ContainerKit.Sessions;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Protocol.Tests.Diagnostics;

/// <summary>A logger that throws, like one that writes to the output of a completed test.</summary>
public sealed class ThrowingLoggerTests : ProtocolTest
{
    protected override DockerEngineOptions Options => base.Options with { LoggerFactory = new ThrowingLogger() };

    [Fact(Timeout = 30_000)]
    public async Task A_logger_that_throws_does_not_interrupt_the_cleanup()
    {
        Script.On("POST /containers/*/start", exchange => exchange.ErrorAsync(500, "cannot start"));
        Script.On("POST /networks/create", exchange => exchange.JsonAsync(201, """{ "Id": "feed" }"""));
        Script.On("DELETE /networks/*", exchange => exchange.EmptyAsync());

        var plan = Network.Create().On(Engine).Then(network => Image.Local("app").Run(new ContainerSpec { Networks = [network] }));
        var error = await FluentActions.Awaiting(() => plan.ExecuteAsync(Token))
            .Should().ThrowAsync<EngineApiException>().WithMessage("Could not start*cannot start*");

        error.Which.RemovedResources.Should().HaveCount(2);
        Script.Requests.Where(request => request.ToString().StartsWith("DELETE")).Should().HaveCount(2);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_logger_that_throws_does_not_hide_a_failed_removal()
    {
        Script.On("DELETE /containers/*", exchange => exchange.ErrorAsync(400, "no"));

        await Container.Awaiting(container => container.RemoveAsync(Token)).Should().ThrowAsync<CleanupFailedException>();
        await Container.DisposeAsync();
    }

    [Fact]
    public void A_logger_that_throws_does_not_hide_a_warning_of_a_session()
    {
        var warnings = new List<string>();
        var reporter = new SessionReporter { Logger = Engine.Logger };
        reporter.Warning += warnings.Add;

        reporter.Warn("A resource remains.");

        warnings.Should().Equal("A resource remains.");
    }

    private sealed class ThrowingLogger : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new InvalidOperationException("There is no currently active test.");

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("There is no currently active test.");

        public void Dispose()
        {
        }
    }
}
