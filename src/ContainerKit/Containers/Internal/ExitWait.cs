using System.Net;
using System.Text.Json;
using ContainerKit.Http;
using ContainerKit.Json;

namespace ContainerKit.Containers;

/// <summary>
/// A wait for the exit of a container. The engine has registered it when <see cref="BeginAsync"/> returns, so it also
/// reports the exit code of a container that the engine removes at its exit.
/// </summary>
/// <remarks>Engine API: <c>POST /containers/{id}/wait</c>.</remarks>
internal sealed class ExitWait : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ContainerClient _container;
    private readonly ExitCondition _condition;
    private readonly EngineRequest _request;
    private readonly HttpResponseMessage _response;
    private readonly Task<int> _exitCode;

    private ExitWait(ContainerClient container, ExitCondition condition, EngineRequest request, HttpResponseMessage response)
    {
        _container = container;
        _condition = condition;
        _request = request;
        _response = response;
        _exitCode = ReadAsync();
    }

    /// <summary>Sends the request, and returns when the engine has registered the wait.</summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    public static async Task<ExitWait> BeginAsync(
        ContainerClient container, ExitCondition condition, CancellationToken cancellationToken)
    {
        // The engine sends status 200 before it waits, so the headers are the confirmation.
        var request = CreateRequest(container, condition);
        var response = await container.Engine.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        return new ExitWait(container, condition, request, response);
    }

    /// <summary>Returns the request of a wait.</summary>
    public static EngineRequest CreateRequest(ContainerClient container, ExitCondition condition) =>
        container.Post("wait", "wait for") with
        {
            Query = new()
            {
                {
                    "condition", condition switch
                    {
                        ExitCondition.NextExit => "next-exit",
                        ExitCondition.Removed => "removed",
                        _ => null,
                    }
                },
            },
        };

    /// <summary>Returns the exit code in the response to a wait.</summary>
    /// <exception cref="EngineApiException">The response reports an error.</exception>
    public static int ReadExitCode(EngineClient engine, EngineRequest request, JsonElement response)
    {
        // The engine sends status 200 before it waits, so the body reports an error.
        var error = response.GetPropertyOrDefault("Error");
        if (error.GetStringOrEmpty("Message") is { Length: > 0 } message)
        {
            var failure = new EngineApiException(
                request.Operation, HttpStatusCode.OK, request.CreateRedaction().Redact(message), originalMessage: message);
            // Podman: container c0ffee does not exist in database: no such container; container has already been removed.
            var isRemoved = failure.MessageContains("no such container") || failure.MessageContains("has already been removed");
            throw isRemoved && request.NotFound is { } notFound ? notFound(failure) : failure;
        }

        if (response.GetStringOrEmpty("StatusCode").Length == 0 && error.ValueKind != JsonValueKind.Object)
            throw engine.InvalidResponse(request.Operation, "its response makes no sense: it has no exit code");
        var code = (int)response.GetInt64OrDefault("StatusCode");
        return code == -1 && engine.Quirks.ReportsMinusOneBeforeStart ? 0 : code;
    }

    /// <summary>Waits for the exit, and returns the exit code. It can be called again after a cancellation.</summary>
    public Task<int> WaitAsync(CancellationToken cancellationToken) => _exitCode.WaitAsync(cancellationToken);

    /// <summary>Ends the wait, and closes its connection.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _response.Dispose();
        // Observes the exception, so that it does not raise TaskScheduler.UnobservedTaskException.
        _ = _exitCode.ContinueWith(
            static ended => ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
    }

    private Task<int> ReadAsync() => _container.Engine.ExecuteAsync(_request, async token =>
    {
        using var body = await BoundedBody.ReadAsync(_response.Content, ResponseLimits.Document, token).ConfigureAwait(false);
        // The connection ended before the exit.
        if (body.Bytes.Span.Trim("\r\n "u8).IsEmpty) throw _container.Engine.StreamEnded(_request.Operation);
        try
        {
            return ReadExitCode(_container.Engine, _request, JsonText.Parse(body.Bytes));
        }
        catch (EngineApiException) when (_condition == ExitCondition.Removed)
        {
            // The engine keeps a container that has exited and could not be removed. Its owner removes it.
            var details = await _container.InspectAsync(token).ConfigureAwait(false);
            if (details.State != ContainerState.Dead) throw;
            return details.ExitCode;
        }
    }, _stop.Token);
}
