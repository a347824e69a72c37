using Docker.DotNet.Models;

namespace ContainerKit.Containers;

internal static partial class ContainerParameters
{
    private static void AddMounts(HostConfig host, ContainerSpec spec)
    {
        if (spec.Mounts.Count == 0) return;
        // The older form of a bind is the one that makes what is missing.
        host.Binds = [.. spec.Mounts.OfType<BindMount>().Where(bind => bind.CreateHostPath).Select(bind => bind.ToString())];
        host.Mounts = [.. spec.Mounts.Where(mount => mount is not BindMount { CreateHostPath: true }).Select(Written)];
    }

    private static Docker.DotNet.Models.Mount Written(Mount mount)
    {
        var written = new Docker.DotNet.Models.Mount { Target = mount.Target, ReadOnly = mount.ReadOnly };
        switch (mount)
        {
            case BindMount bind:
                written.Type = "bind";
                written.Source = bind.HostPath;
                break;
            case VolumeMount volume:
                written.Type = "volume";
                written.Source = volume.Name!;
                if (volume.NoCopy || volume.Subpath is not null) written.VolumeOptions = new VolumeOptions { NoCopy = volume.NoCopy, Subpath = volume.Subpath! };
                break;
            case TmpfsMount tmpfs:
                written.Type = "tmpfs";
                if (tmpfs.SizeBytes is not null || tmpfs.Mode is not null)
                    written.TmpfsOptions = new TmpfsOptions { SizeBytes = tmpfs.SizeBytes, Mode = (uint?)tmpfs.Mode };
                break;
        }

        return written;
    }
}
