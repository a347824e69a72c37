using ContainerKit.Http;

namespace ContainerKit.Builds;

/// <summary>Serves gRPC calls with the methods of a session.</summary>
/// <param name="methods">The methods by their paths.</param>
internal sealed class GrpcServer(IReadOnlyDictionary<string, Func<GrpcCall, Task>> methods)
{
    private Exception? _failure;

    /// <summary>The first error of a method that is not an answer to the client; null if there was none.</summary>
    public Exception? Failure => _failure;

    /// <summary>Serves a call.</summary>
    public async Task ServeAsync(Http2Stream stream)
    {
        using var call = new GrpcCall(stream);
        var (status, message) = await RunAsync(call).ConfigureAwait(false);
        await call.FinishAsync(status, message).ConfigureAwait(false);
    }

    private async Task<(GrpcStatus Status, string Message)> RunAsync(GrpcCall call)
    {
        try
        {
            if (!methods.TryGetValue(call.Method, out var method)) return (GrpcStatus.Unimplemented, "unknown method " + call.Method);
            await method(call).ConfigureAwait(false);
            return (GrpcStatus.Ok, "");
        }
        catch (GrpcException e)
        {
            return (e.Status, e.Message);
        }
        catch (Exception) when (call.Aborted.IsCancellationRequested)
        {
            return (GrpcStatus.Canceled, "canceled");
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _failure, e, null);
            return (GrpcStatus.Unknown, e.Message);
        }
    }
}
