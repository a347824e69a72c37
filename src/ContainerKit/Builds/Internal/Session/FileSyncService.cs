namespace ContainerKit.Builds;

/// <summary>
/// The service by which BuildKit reads the folders of a build:
/// https://github.com/moby/buildkit/blob/v0.20.0/session/filesync/filesync.proto.
/// </summary>
internal sealed class FileSyncService(BuildContext context)
{
    /// <summary>The path of the method.</summary>
    public const string DiffCopyMethod = "/moby.filesync.v1.FileSync/DiffCopy";

    /// <summary>Sends a folder.</summary>
    public Task DiffCopyAsync(GrpcCall call) => call.GetMetadata("dir-name") switch
    {
        ["dockerfile"] => new FileTransfer(call, new DockerfileSource(context.SessionFiles)).RunAsync(),
        ["context"] => new FileTransfer(call, new ContextSource(context.Folder, CreateFilter(call))).RunAsync(),
        var name => throw new GrpcException(GrpcStatus.NotFound, $"the build has no folder '{string.Join(',', name)}'"),
    };

    // BuildKit sends the patterns of the .dockerignore back. The rules of the context apply also if it does not, for example because
    // of another frontend.
    private ContextFilter CreateFilter(GrpcCall call)
    {
        try
        {
            var excluded = IgnoreRules.FromPatterns(call.GetMetadata("exclude-patterns"));
            var paths = RequestedPaths.Resolve(context.Folder, call.GetMetadata("include-patterns"), call.GetMetadata("followpaths"));
            return new ContextFilter([context.SessionFiles.Rules, excluded], paths);
        }
        catch (FormatException e)
        {
            throw new GrpcException(GrpcStatus.InvalidArgument, e.Message);
        }
    }
}
