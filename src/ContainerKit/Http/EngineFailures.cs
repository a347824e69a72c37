using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using ContainerKit.Diagnostics;
using ContainerKit.Json;
using ContainerKit.Timing;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Http;

/// <summary>The only place that translates the failures of requests into exceptions of the library.</summary>
internal sealed class EngineFailures(DockerEngineOptions options, EngineTransport transport, ILogger logger)
{
    /// <summary>Returns the exception of the library for a failure, and rethrows one that is not a failure of a request.</summary>
    /// <param name="e">The failure.</param>
    /// <param name="request">The request.</param>
    /// <param name="deadline">The time limit of the request.</param>
    /// <param name="cancellationToken">The token of the caller.</param>
    public Exception Translate(Exception e, EngineRequest request, Deadline deadline, CancellationToken cancellationToken)
    {
        var operation = request.Operation;
        switch (e)
        {
            case UserCallbackException callback:
                ExceptionDispatchInfo.Throw(callback.CallbackException);
                throw callback;
            case EngineApiException { IsNotFound: true } missing when request.NotFound is not null:
                return MapNotFound(request, missing);
            case ContainerKitException:
                break;
            case not null when cancellationToken.IsCancellationRequested:
                return new OperationCanceledException(
                    $"Canceled while about to {operation}.",
                    WithoutSecrets(request.CreateRedaction(transport.Endpoint), e),
                    cancellationToken);
            case not null when !request.IsAllowedAfterDispose && transport.Closing.IsCancellationRequested:
                return new ObjectDisposedException(
                    $"Could not {operation}: its DockerEngine was disposed meanwhile. Dispose it last.",
                    WithoutSecrets(request.CreateRedaction(transport.Endpoint), e));
            case OperationCanceledException when deadline.HasElapsed:
                var timeout = request.Timeout ?? options.RequestTimeout;
                return ToUnavailableException(request, $"it did not answer within {timeout.TotalSeconds:0.###} s", e);
            case DockerApiException error:
                // Not as the inner exception: its message contains the response, which may repeat secrets of the request.
                var response = error.ResponseBody ?? "";
                var isTruncated = response.Length >= ResponseLimits.Error / 4
                    && Encoding.UTF8.GetByteCount(response) >= ResponseLimits.Error;
                var translated = ToApiException(request, error.StatusCode, response, isTruncated);
                return translated.IsNotFound ? MapNotFound(request, translated) : translated;
            case JsonException:
                return ToUnavailableException(request, "its response ended early or is not JSON", e);
            case InvalidDataException:
                return ToUnavailableException(request, e.Message, e);
            case HttpRequestException or IOException or SocketException or AuthenticationException or ObjectDisposedException:
                var reason = transport.Endpoint is { } endpoint ? ConnectionFailure.Create(e, endpoint).Reason : e.Message;
                return ToUnavailableException(request, reason, e);
        }

        ExceptionDispatchInfo.Throw(e!);
        throw new InvalidOperationException();
    }

    /// <summary>Returns the exception for an error response.</summary>
    /// <remarks>
    /// The request of a pull or a build has no time limit, but the engine has finished its work when it reports an error.
    /// </remarks>
    public async Task<EngineApiException> ReadAsync(
        EngineRequest request, HttpResponseMessage response, CancellationToken cancellationToken, string hint = "")
    {
        using var limit = Deadline.Start(options.RequestTimeout, options.TimeProvider, cancellationToken);
        try
        {
            var (body, isTruncated) = await BoundedBody.ReadStartAsync(response.Content, ResponseLimits.Error, limit.Token)
                .ConfigureAwait(false);
            return ToApiException(request, response.StatusCode, Encoding.UTF8.GetString(body), isTruncated, hint);
        }
        catch (OperationCanceledException e) when (limit.HasElapsed)
        {
            var seconds = string.Create(CultureInfo.InvariantCulture, $"{options.RequestTimeout.TotalSeconds:0.###}");
            throw ToUnavailableException(
                request, $"it answered {(int)response.StatusCode}, but did not complete the error message within {seconds} s", e);
        }
    }

    /// <summary>Returns the exception for a connection or a response that failed.</summary>
    public EngineUnavailableException ToUnavailableException(EngineRequest request, string reason, Exception? inner)
    {
        var redaction = request.CreateRedaction(transport.Endpoint);
        var redacted = redaction.Redact(reason);
        var endpoint = transport.Endpoint;
        var attempt = new EndpointAttempt(
            endpoint?.ToString() ?? "the engine", endpoint?.Source ?? "not yet connected", VisibleText.Quote(redacted));
        return new EngineUnavailableException(
            $"Could not {request.Operation}: the engine at {attempt.Endpoint} failed: {attempt.Reason.TrimEnd('.')}.",
            [attempt],
            redacted == reason ? WithoutSecrets(redaction, inner) : null);
    }

    // An inner exception with a secret is left out: its message may contain the response, which may repeat the request.
    private static Exception? WithoutSecrets(Redaction redaction, Exception? inner)
    {
        for (var cause = inner; cause is not null; cause = cause.InnerException)
        {
            if (redaction.Redact(cause.Message) != cause.Message) return null;
        }

        return inner;
    }

    // An engine without this kind of request answers 404 as well.
    private static Exception MapNotFound(EngineRequest request, EngineApiException e) =>
        e.Kind == EngineErrorKind.UnknownRequest
            ? new EngineApiException(e.Operation, e.StatusCode, e.EngineMessage, e, " This engine does not support the operation.")
            : request.NotFound?.Invoke(e) ?? e;

    private EngineApiException ToApiException(
        EngineRequest request, HttpStatusCode status, string body, bool isTruncated = false, string hint = "")
    {
        var original = EngineErrorMessage.Read(body);
        var message = request.CreateRedaction(transport.Endpoint).Redact(original, isTruncated);
        Log.RequestFailed(logger, request.Operation, (int)status, message);
        return new EngineApiException(
            request.Operation, status, message, hint: hint, originalMessage: original, kind: transport.Quirks.Classify(status, original));
    }
}
