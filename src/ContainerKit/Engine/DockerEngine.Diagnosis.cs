using ContainerKit.Discovery;
using ContainerKit.Engine;

namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>
    /// Examines the settings and the well-known sockets of this machine, and the engine that <see cref="Default"/> would use.
    /// </summary>
    /// <inheritdoc cref="DiagnoseAsync(DockerEngineOptions, CancellationToken)"/>
    public static Task<EngineDiagnosis> DiagnoseAsync(CancellationToken cancellationToken = default) =>
        DiagnoseAsync(new DockerEngineOptions(), cancellationToken);

    /// <summary>
    /// Examines the settings and the well-known sockets of this machine, and the engine that an object with these options would use.
    /// Each endpoint has <see cref="DockerEngineOptions.ConnectTimeout"/> to answer. Nothing is changed on an engine.
    /// </summary>
    /// <returns>The diagnosis, also if no engine answers. Its text is readable, and contains no secrets of addresses.</returns>
    /// <remarks>
    /// Engine API: <c>GET /_ping</c> for each endpoint; <c>GET /version</c> and <c>GET /info</c> for the engine that is used.
    /// </remarks>
    public static async Task<EngineDiagnosis> DiagnoseAsync(DockerEngineOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var engine = new DockerEngine(options);
        await using (engine.ConfigureAwait(false))
        {
            var (diagnosis, used) = await EngineDiagnostics.ExamineAsync(
                options, HostEnvironment.Current, engine.Logger, cancellationToken).ConfigureAwait(false);
            return used is null
                ? diagnosis
                : await EngineDiagnostics.DescribeEngineAsync(diagnosis, engine.ApiClient, cancellationToken).ConfigureAwait(false);
        }
    }
}
