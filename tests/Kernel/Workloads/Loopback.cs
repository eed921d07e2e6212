using System.Net;
using System.Net.Sockets;

namespace Probetop.Tests.Kernel.Workloads;

/// <summary>Packets to ourselves: each is received in a soft interrupt right after it is sent.</summary>
internal static class Loopback
{
    public static void Send(int packets)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        byte[] packet = [1];
        for (int i = 0; i < packets; i++)
        {
            socket.SendTo(packet, socket.LocalEndPoint!);
            socket.Receive(packet);
        }
    }
}
