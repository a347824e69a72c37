using Docker.DotNet.Handler.Abstractions;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Http;

/// <summary>Lets the Docker.DotNet client use the transport of this library.</summary>
internal sealed class EngineTransportFactory(EngineTransport transport) : IDockerHandlerFactory<EngineTransportFactory.Unused>
{
    /// <summary>
    /// The options type that the interface requires. It is empty: <see cref="DockerEngineOptions"/> has every option.
    /// </summary>
    public sealed record Unused;

    public ResolvedTransport CreateHandler(ResolvedClientOptions clientOptions, ILogger logger) =>
        new(transport, new Uri(EngineTransport.BaseAddress));

    public ResolvedTransport CreateHandler(Unused transportOptions, ResolvedClientOptions clientOptions, ILogger logger) =>
        CreateHandler(clientOptions, logger);

    public Task<WriteClosableStream> HijackStreamAsync(HttpContent content) => content is HijackedContent hijacked
        ? Task.FromResult<WriteClosableStream>(new WriteClosableStreamAdapter(hijacked.Stream))
        : throw new NotSupportedException("The engine did not upgrade the connection to a raw stream.");
}
