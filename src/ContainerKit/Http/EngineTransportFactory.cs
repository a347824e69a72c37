using Docker.DotNet.Handler.Abstractions;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Http;

/// <summary>Puts the transport under the raw Docker.DotNet client.</summary>
internal sealed class EngineTransportFactory(EngineTransport transport) : IDockerHandlerFactory<EngineTransportFactory.Unused>
{
    /// <summary>The client wants an options type; everything is decided by <see cref="DockerEngineOptions"/>.</summary>
    public sealed record Unused;

    public ResolvedTransport CreateHandler(ResolvedClientOptions clientOptions, ILogger logger) =>
        new(transport, new Uri(EngineTransport.BaseAddress));

    public ResolvedTransport CreateHandler(Unused transportOptions, ResolvedClientOptions clientOptions, ILogger logger) =>
        CreateHandler(clientOptions, logger);

    public Task<WriteClosableStream> HijackStreamAsync(HttpContent content) => content is HijackedContent hijacked
        ? Task.FromResult<WriteClosableStream>(hijacked.Stream)
        : throw new NotSupportedException("The engine did not hand its connection over.");
}
